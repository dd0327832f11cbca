CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
CREATE INDEX item_note ON public.item (note, name);
ALTER TABLE public.item ADD CONSTRAINT item_note_set CHECK (note <> '');
CREATE VIEW public.notes AS SELECT id, note FROM public.item;
