CREATE TABLE public.other (id integer);
CREATE TABLE public.queue (id integer);
CREATE FUNCTION public.next_place() RETURNS integer BEGIN ATOMIC SELECT count(*)::integer + 1 FROM public.queue; END;
ALTER TABLE public.queue ADD COLUMN place integer DEFAULT public.next_place();
