-- S1 expand create-procedure: Create procedure public.close_day(date, integer)
CREATE OR REPLACE PROCEDURE public.close_day(IN day date, INOUT closed integer DEFAULT 0)
 LANGUAGE plpgsql
AS $procedure$BEGIN closed := 1; END$procedure$;
--   back: DROP PROCEDURE public.close_day(date, integer);

-- S2 expand create-procedure: Create procedure public.settle()
CREATE OR REPLACE PROCEDURE public.settle()
 LANGUAGE sql
AS $procedure$ MERGE INTO public.accounts a USING (SELECT account, sum(cents) AS cents FROM public.moves GROUP BY account) m ON a.id = m.account WHEN MATCHED THEN UPDATE SET cents = m.cents WHEN NOT MATCHED THEN DO NOTHING $procedure$;
--   back: DROP PROCEDURE public.settle();

-- S3 contract deploy-gate: Wait for the release that no longer uses public.close_day(date)
-- waits for the release that no longer uses public.close_day(date)

-- S4 contract drop-procedure: Drop procedure public.close_day(date)
--   warning: breaks-running-code (public.close_day(date)) Code that calls the procedure fails.
DROP PROCEDURE public.close_day(date);
--   back: CREATE OR REPLACE PROCEDURE public.close_day(IN day date)
--          LANGUAGE plpgsql
--         AS $procedure$BEGIN PERFORM 1; END$procedure$;

