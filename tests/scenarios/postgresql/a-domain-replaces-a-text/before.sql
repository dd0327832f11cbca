CREATE TABLE public.contacts (id integer PRIMARY KEY, mail text NOT NULL UNIQUE, phone text);
