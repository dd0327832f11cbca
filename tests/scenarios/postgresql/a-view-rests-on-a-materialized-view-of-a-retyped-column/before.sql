CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
CREATE MATERIALIZED VIEW public.sums AS SELECT note, sum(amount) AS total FROM public.item GROUP BY note;
CREATE UNIQUE INDEX sums_note ON public.sums (note);
CREATE VIEW public.top AS SELECT * FROM public.sums WHERE total > 10;
