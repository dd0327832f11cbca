CREATE TABLE public.coupons (code text PRIMARY KEY, percent integer NOT NULL);
CREATE TABLE public.carts (id integer PRIMARY KEY, coupon text REFERENCES public.coupons (code), note text);
CREATE VIEW public.used AS SELECT coupon, count(*) AS n FROM public.carts GROUP BY coupon;
CREATE INDEX carts_by_coupon ON public.carts (coupon);
