CREATE TABLE public.readings (id bigint PRIMARY KEY, value text NOT NULL DEFAULT '0');
