CREATE TABLE public.limits (most bigint NOT NULL);
ALTER TABLE public.limits RENAME COLUMN most TO standard;
ALTER TABLE public.limits ADD COLUMN most bigint NOT NULL DEFAULT 0;
ALTER TABLE public.limits ADD COLUMN note text;
