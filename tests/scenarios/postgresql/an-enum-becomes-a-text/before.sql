CREATE TYPE public.channel AS ENUM ('web', 'shop', 'phone');
CREATE TABLE public.sales (id integer PRIMARY KEY, via public.channel NOT NULL DEFAULT 'web', also public.channel[]);
CREATE INDEX sales_by_channel ON public.sales (via);
