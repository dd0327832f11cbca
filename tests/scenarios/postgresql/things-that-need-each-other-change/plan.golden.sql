-- S1 expand create-function: Create function public.is_even(bigint)
SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.is_even(n bigint)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT n = 0 OR public.is_odd(n - 1)$function$;
RESET check_function_bodies;
--   back: DROP FUNCTION public.is_even(bigint);

-- S2 expand create-function: Create function public.is_odd(bigint)
SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.is_odd(n bigint)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT n <> 0 AND public.is_even(n - 1)$function$;
RESET check_function_bodies;
--   back: DROP FUNCTION public.is_odd(bigint);

-- S3 expand add-constraint-not-valid: Hold new rows of public.items to items_code_check
--   ACCESS EXCLUSIVE on public.items for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.items) Writes that break items_code_check are refused.
ALTER TABLE public.items ADD CONSTRAINT items_code_check_req_0001 CHECK ((public.is_even(code) OR true)) NOT VALID;
--   back: ALTER TABLE public.items DROP CONSTRAINT items_code_check_req_0001;

-- S4 expand validate-constraint [transaction: own]: Prove items_code_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.items for a scan: blocks ddl
--   note: scans-object (public.items) Every row is read; readers and writers go on.
ALTER TABLE public.items VALIDATE CONSTRAINT items_code_check_req_0001;

-- S5 expand replace-constraint: Let the new form of items_code_check take the place of the old one
--   ACCESS EXCLUSIVE on public.items for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.items) The old form of items_code_check holds no longer.
ALTER TABLE public.items DROP CONSTRAINT items_code_check;
ALTER TABLE public.items RENAME CONSTRAINT items_code_check_req_0001 TO items_code_check;
--   back: ALTER TABLE public.items RENAME CONSTRAINT items_code_check TO items_code_check_req_0001;
--   back: ALTER TABLE public.items ADD CONSTRAINT items_code_check CHECK ((public.is_even((code)::integer) OR true));

-- S6 contract deploy-gate: Wait for the release that no longer uses public.is_even(integer), public.is_odd(integer)
-- waits for the release that no longer uses public.is_even(integer), public.is_odd(integer)

-- S7 contract drop-function: Drop function public.is_even(integer)
--   warning: breaks-running-code (public.is_even(integer)) Code that calls the function fails.
DROP FUNCTION public.is_even(integer);
--   back: SET check_function_bodies = off;
--   back: CREATE OR REPLACE FUNCTION public.is_even(n integer)
--          RETURNS boolean
--          LANGUAGE sql
--         AS $function$SELECT n = 0 OR public.is_odd(n - 1)$function$;
--   back: RESET check_function_bodies;

-- S8 contract drop-function: Drop function public.is_odd(integer)
--   warning: breaks-running-code (public.is_odd(integer)) Code that calls the function fails.
DROP FUNCTION public.is_odd(integer);
--   back: SET check_function_bodies = off;
--   back: CREATE OR REPLACE FUNCTION public.is_odd(n integer)
--          RETURNS boolean
--          LANGUAGE sql
--         AS $function$SELECT n <> 0 AND public.is_even(n - 1)$function$;
--   back: RESET check_function_bodies;

-- precheck violations/public.items.items_code_check: Every row of public.items fulfils items_code_check
--   no-rows: SELECT code FROM public.items WHERE NOT ((public.is_even(code) OR true))
