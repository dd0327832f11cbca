-- S1 expand change-type: Change column public.parcels.shipped from timestamp with time zone to date
--   ACCESS EXCLUSIVE on public.parcels for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.parcels) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.parcels) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.parcels) Needs room for a second copy of the table.
--   warning: changes-data (public.parcels.shipped) Values become date; one that does not fit stops the step.
--   warning: breaks-running-code (public.parcels.shipped) Code that expects timestamp with time zone gets date.
--   warning: changes-data (public.parcels.shipped) Times are converted in the time zone of the session (TimeZone): whoever writes meanwhile, and the plan itself, must use the one that the stored times mean.
--   note: breaks-running-code (public.parcels) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.parcels) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: schema-only, until the step runs; loses what the new type cannot hold
ALTER TABLE public.parcels ALTER COLUMN shipped TYPE date USING shipped::date;
--   back: ALTER TABLE public.parcels ALTER COLUMN shipped TYPE timestamp with time zone USING shipped::timestamp with time zone;

-- S2 expand analyze [transaction: own]: Gather statistics of public.parcels: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.parcels for a scan: blocks ddl
ANALYZE public.parcels;

-- precheck conversion/public.parcels.shipped: Every value of public.parcels.shipped fits date
--   no-rows: SELECT id FROM public.parcels WHERE shipped IS DISTINCT FROM (shipped::date)::timestamp with time zone
-- carries public.parcels.shipped → public.parcels.shipped: forward shipped::date, backward shipped::timestamp with time zone
