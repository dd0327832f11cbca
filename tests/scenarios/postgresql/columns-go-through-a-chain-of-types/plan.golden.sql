-- S1 expand change-type: Change column public.c.a from smallint to numeric(20,4)
--   ACCESS EXCLUSIVE on public.c for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.c) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.c) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.c) Needs room for a second copy of the table.
--   warning: changes-data (public.c.a) Values become numeric(20,4); one that does not fit stops the step.
--   warning: breaks-running-code (public.c.a) Code that expects smallint gets numeric(20,4).
--   note: breaks-running-code (public.c) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.c) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: schema-only, until the step runs; loses what the new type cannot hold
ALTER TABLE public.c ALTER COLUMN a TYPE numeric(20,4) USING a::numeric(20,4);
--   back: ALTER TABLE public.c ALTER COLUMN a TYPE smallint USING a::smallint;

-- S2 expand change-type: Change column public.c.b from character varying(10) to text
--   ACCESS EXCLUSIVE on public.c for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.c) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.c ALTER COLUMN b TYPE text USING b::text;
--   back: ALTER TABLE public.c ALTER COLUMN b TYPE character varying(10) USING b::character varying(10);

-- S3 expand change-type: Change column public.c.c from timestamp without time zone to timestamp with time zone
--   ACCESS EXCLUSIVE on public.c for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.c) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.c) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.c) Needs room for a second copy of the table.
--   warning: changes-data (public.c.c) Values become timestamp with time zone; one that does not fit stops the step.
--   warning: breaks-running-code (public.c.c) Code that expects timestamp without time zone gets timestamp with time zone.
--   warning: changes-data (public.c.c) Times are converted in the time zone of the session (TimeZone): whoever writes meanwhile, and the plan itself, must use the one that the stored times mean.
--   note: breaks-running-code (public.c) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.c) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: schema-only, until the step runs; loses what the new type cannot hold
ALTER TABLE public.c ALTER COLUMN c TYPE timestamp with time zone USING c::timestamp with time zone;
--   back: ALTER TABLE public.c ALTER COLUMN c TYPE timestamp without time zone USING c::timestamp without time zone;

-- S4 expand change-type: Change column public.c.d from integer to bigint
--   ACCESS EXCLUSIVE on public.c for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.c) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.c) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.c) Needs room for a second copy of the table.
--   note: breaks-running-code (public.c) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.c) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.c ALTER COLUMN d TYPE bigint USING d::bigint;
--   back: ALTER TABLE public.c ALTER COLUMN d TYPE integer USING d::integer;

-- S5 expand change-type: Change column public.c.e from text to character varying(200)
--   ACCESS EXCLUSIVE on public.c for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.c) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.c) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.c) Needs room for a second copy of the table.
--   warning: changes-data (public.c.e) Values become character varying(200); one that does not fit stops the step.
--   warning: breaks-running-code (public.c.e) Code that expects text gets character varying(200).
--   note: breaks-running-code (public.c) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.c) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: schema-only, until the step runs; loses what the new type cannot hold
ALTER TABLE public.c ALTER COLUMN e TYPE character varying(200) USING e::character varying(200);
--   back: ALTER TABLE public.c ALTER COLUMN e TYPE text USING e::text;

-- S6 expand change-type: Change column public.c.f from real to double precision
--   ACCESS EXCLUSIVE on public.c for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.c) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.c) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.c) Needs room for a second copy of the table.
--   note: breaks-running-code (public.c) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.c) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.c ALTER COLUMN f TYPE double precision USING f::double precision;
--   back: ALTER TABLE public.c ALTER COLUMN f TYPE real USING f::real;

-- S7 expand analyze [transaction: own]: Gather statistics of public.c: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.c for a scan: blocks ddl
ANALYZE public.c;

-- precheck conversion/public.c.e: Every value of public.c.e fits character varying(200)
--   no-rows: SELECT ctid FROM public.c WHERE NOT pg_input_is_valid(e::text, 'character varying(200)')
-- carries public.c.a → public.c.a: forward a::numeric(20,4), backward a::smallint
-- carries public.c.b → public.c.b: forward b::text, backward b::character varying(10)
-- carries public.c.c → public.c.c: forward c::timestamp with time zone, backward c::timestamp without time zone
-- carries public.c.d → public.c.d: forward d::bigint, backward d::integer
-- carries public.c.e → public.c.e: forward e::character varying(200), backward e::text
-- carries public.c.f → public.c.f: forward f::double precision, backward f::real
