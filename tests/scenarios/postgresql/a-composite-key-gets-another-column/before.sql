CREATE TABLE public.rooms (hotel integer NOT NULL, room integer NOT NULL, beds integer NOT NULL DEFAULT 1, CONSTRAINT rooms_pkey PRIMARY KEY (hotel, room));
CREATE TABLE public.cleanings (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, hotel integer NOT NULL, room integer NOT NULL, done_at timestamptz,
  CONSTRAINT cleanings_room_fkey FOREIGN KEY (hotel, room) REFERENCES public.rooms (hotel, room) ON UPDATE CASCADE);
CREATE VIEW public.dirty AS SELECT c.hotel, c.room, count(*) AS times FROM public.cleanings c JOIN public.rooms r USING (hotel, room) WHERE c.done_at IS NULL GROUP BY c.hotel, c.room;
