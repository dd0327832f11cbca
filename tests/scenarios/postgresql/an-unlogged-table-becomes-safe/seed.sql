INSERT INTO public.carts SELECT g, '[]' FROM generate_series(1, 40) g;
