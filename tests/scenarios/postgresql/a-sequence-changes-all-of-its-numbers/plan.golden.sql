-- S1 expand alter-sequence: Change sequence public.tickets
DO $bounds$
BEGIN
  IF (SELECT last_value FROM public.tickets) BETWEEN 1 AND 900000 THEN
    ALTER SEQUENCE public.tickets AS bigint START WITH 1 INCREMENT BY 5 MINVALUE 1 MAXVALUE 900000 CACHE 20 CYCLE;
  ELSE
    ALTER SEQUENCE public.tickets AS bigint START WITH 1 INCREMENT BY 5 MINVALUE 1 MAXVALUE 900000 CACHE 20 CYCLE RESTART;
  END IF;
END
$bounds$;
--   back: ALTER SEQUENCE public.tickets AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE;

-- S2 expand comment: Comment public.tickets
COMMENT ON SEQUENCE public.tickets IS 'five by five';
--   back: COMMENT ON SEQUENCE public.tickets IS NULL;

