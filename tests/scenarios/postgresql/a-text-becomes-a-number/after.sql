CREATE TABLE public.readings (id bigint PRIMARY KEY, value text NOT NULL DEFAULT '0');

ALTER TABLE public.readings ALTER COLUMN value DROP DEFAULT, ALTER COLUMN value TYPE integer USING value::integer;
ALTER TABLE public.readings ALTER COLUMN value SET DEFAULT 0;
