CREATE TABLE public.sales (id integer PRIMARY KEY, via text NOT NULL DEFAULT 'web' CONSTRAINT sales_via_check CHECK (via IN ('web', 'shop', 'phone')), also text[]);
CREATE INDEX sales_by_channel ON public.sales (via);
