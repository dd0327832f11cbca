INSERT INTO public.coupons SELECT 'c' || g, g FROM generate_series(1, 9) g;
INSERT INTO public.carts SELECT g, 'c' || 1 + g % 9, 'n' FROM generate_series(1, 40) g;
