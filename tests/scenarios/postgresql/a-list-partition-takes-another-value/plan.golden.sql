-- S1 expand add-check-not-valid: Hold new rows of public.claims_north to the bound
--   ACCESS EXCLUSIVE on public.claims_north for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.claims_north) Writes of rows that belong elsewhere are refused.
ALTER TABLE public.claims_north ADD CONSTRAINT claims_north_bound_req_0001 CHECK ((region IS NOT NULL) AND (region = ANY (ARRAY['north'::text, 'east'::text]))) NOT VALID;
--   back: ALTER TABLE public.claims_north DROP CONSTRAINT claims_north_bound_req_0001;

-- S2 expand validate-check [transaction: own]: Prove that every row of public.claims_north keeps to the bound
--   SHARE UPDATE EXCLUSIVE on public.claims_north for a scan: blocks ddl
--   note: scans-object (public.claims_north) Every row is read; readers and writers go on.
ALTER TABLE public.claims_north VALIDATE CONSTRAINT claims_north_bound_req_0001;

-- S3 expand add-check-not-valid: Hold new rows of public.claims_rest to the bound
--   ACCESS EXCLUSIVE on public.claims_rest for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.claims_rest) Writes of rows that belong elsewhere are refused.
ALTER TABLE public.claims_rest ADD CONSTRAINT claims_rest_bound_req_0001 CHECK ((region IS NULL) OR (region = ANY (ARRAY['south'::text, 'west'::text]))) NOT VALID;
--   back: ALTER TABLE public.claims_rest DROP CONSTRAINT claims_rest_bound_req_0001;

-- S4 expand validate-check [transaction: own]: Prove that every row of public.claims_rest keeps to the bound
--   SHARE UPDATE EXCLUSIVE on public.claims_rest for a scan: blocks ddl
--   note: scans-object (public.claims_rest) Every row is read; readers and writers go on.
ALTER TABLE public.claims_rest VALIDATE CONSTRAINT claims_rest_bound_req_0001;

-- S5 expand rebound-partitions: Give public.claims_north, public.claims_rest other bounds in public.claims
--   ACCESS EXCLUSIVE on public.claims for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.claims_north for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.claims_rest for a moment: blocks reads-and-writes
ALTER TABLE public.claims DETACH PARTITION public.claims_north;
ALTER TABLE public.claims DETACH PARTITION public.claims_rest;
ALTER TABLE public.claims ATTACH PARTITION public.claims_north FOR VALUES IN ('north', 'east');
ALTER TABLE public.claims ATTACH PARTITION public.claims_rest FOR VALUES IN ('south', 'west', NULL);
ALTER TABLE public.claims_north DROP CONSTRAINT claims_north_bound_req_0001;
ALTER TABLE public.claims_rest DROP CONSTRAINT claims_rest_bound_req_0001;
--   back: ALTER TABLE public.claims_north ADD CONSTRAINT claims_north_bound_req_0001 CHECK ((region IS NOT NULL) AND (region = ANY (ARRAY['north'::text, 'east'::text]))) NOT VALID;
--   back: ALTER TABLE public.claims_rest ADD CONSTRAINT claims_rest_bound_req_0001 CHECK ((region IS NULL) OR (region = ANY (ARRAY['south'::text, 'west'::text]))) NOT VALID;
--   back: ALTER TABLE public.claims DETACH PARTITION public.claims_north;
--   back: ALTER TABLE public.claims DETACH PARTITION public.claims_rest;
--   back: ALTER TABLE public.claims ATTACH PARTITION public.claims_north FOR VALUES IN ('north');
--   back: ALTER TABLE public.claims ATTACH PARTITION public.claims_rest FOR VALUES IN ('south', 'west');

