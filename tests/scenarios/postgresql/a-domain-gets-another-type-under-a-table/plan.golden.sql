-- S1 expand add-constraint-not-valid: Hold new rows of public.packs to packs_weight_check
--   ACCESS EXCLUSIVE on public.packs for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.packs) Writes that break packs_weight_check are refused.
ALTER TABLE public.packs ADD CONSTRAINT packs_weight_check_req_0001 CHECK (((weight)::numeric < (100000)::numeric)) NOT VALID;
--   back: ALTER TABLE public.packs DROP CONSTRAINT packs_weight_check_req_0001;

-- S2 expand validate-constraint [transaction: own]: Prove packs_weight_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.packs for a scan: blocks ddl
--   note: scans-object (public.packs) Every row is read; readers and writers go on.
ALTER TABLE public.packs VALIDATE CONSTRAINT packs_weight_check_req_0001;

-- S3 expand replace-constraint: Let the new form of packs_weight_check take the place of the old one
--   ACCESS EXCLUSIVE on public.packs for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.packs) The old form of packs_weight_check holds no longer.
ALTER TABLE public.packs DROP CONSTRAINT packs_weight_check;
ALTER TABLE public.packs RENAME CONSTRAINT packs_weight_check_req_0001 TO packs_weight_check;
--   back: ALTER TABLE public.packs RENAME CONSTRAINT packs_weight_check TO packs_weight_check_req_0001;
--   back: ALTER TABLE public.packs ADD CONSTRAINT packs_weight_check CHECK (((weight)::integer < 100000));

-- S4 contract deploy-gate: Wait for the release that no longer uses public.packs.weight
-- waits for the release that no longer uses public.packs.weight

-- S5 contract change-type: Change column public.packs.weight from public.grams to integer
--   ACCESS EXCLUSIVE on public.packs for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.packs) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.packs) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.packs) Needs room for a second copy of the table.
--   warning: changes-data (public.packs.weight) Values become integer; one that does not fit stops the step.
--   warning: breaks-running-code (public.packs.weight) Code that expects public.grams gets integer.
--   note: breaks-running-code (public.packs) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.packs) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: schema-only, until the step runs; loses what the new type cannot hold
ALTER TABLE public.packs ALTER COLUMN weight DROP DEFAULT;
ALTER TABLE public.packs ALTER COLUMN weight TYPE integer USING weight::integer;
--   back: ALTER TABLE public.packs ALTER COLUMN weight TYPE public.grams USING weight::public.grams;
--   back: ALTER TABLE public.packs ALTER COLUMN weight SET DEFAULT 0;

-- S6 contract drop-domain: Drop domain public.grams
DROP DOMAIN public.grams;
--   back: CREATE DOMAIN public.grams AS integer CONSTRAINT grams_check CHECK ((VALUE >= 0));

-- S7 contract create-domain: Create domain public.grams
CREATE DOMAIN public.grams AS numeric(10,2) CONSTRAINT grams_check CHECK ((VALUE >= (0)::numeric));
--   back: DROP DOMAIN public.grams;

-- S8 contract change-type: Change column public.packs.weight from integer to public.grams
--   ACCESS EXCLUSIVE on public.packs for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.packs) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.packs) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.packs) Needs room for a second copy of the table.
--   warning: changes-data (public.packs.weight) Values become public.grams; one that does not fit stops the step.
--   warning: breaks-running-code (public.packs.weight) Code that expects integer gets public.grams.
--   note: breaks-running-code (public.packs) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.packs) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: schema-only, until the step runs; loses what the new type cannot hold
ALTER TABLE public.packs ALTER COLUMN weight TYPE public.grams USING weight::public.grams;
ALTER TABLE public.packs ALTER COLUMN weight SET DEFAULT 0;
--   back: ALTER TABLE public.packs ALTER COLUMN weight DROP DEFAULT;
--   back: ALTER TABLE public.packs ALTER COLUMN weight TYPE integer USING weight::integer;

-- S9 contract analyze [transaction: own]: Gather statistics of public.packs: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.packs for a scan: blocks ddl
ANALYZE public.packs;

-- precheck violations/public.packs.packs_weight_check: Every row of public.packs fulfils packs_weight_check
--   no-rows: SELECT weight FROM public.packs WHERE NOT (((weight)::numeric < (100000)::numeric))
