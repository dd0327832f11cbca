CREATE TYPE public.state AS ENUM ('new', 'paied', 'gone');
CREATE TABLE public.orders (id bigint PRIMARY KEY, state public.state NOT NULL DEFAULT 'new');
