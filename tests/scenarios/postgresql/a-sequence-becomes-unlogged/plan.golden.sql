-- S1 expand alter-sequence: Change sequence public.hits
ALTER SEQUENCE public.hits SET UNLOGGED;
--   back: ALTER SEQUENCE public.hits SET LOGGED;

