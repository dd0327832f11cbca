CREATE TABLE public.things (id integer, label text);

ALTER TABLE public.things ADD PRIMARY KEY (id);
