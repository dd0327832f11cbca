-- S1 expand add-check-not-valid: Hold new rows of public.tickets_a to the bound
--   ACCESS EXCLUSIVE on public.tickets_a for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.tickets_a) Writes of rows that belong elsewhere are refused.
ALTER TABLE public.tickets_a ADD CONSTRAINT tickets_a_bound_req_0001 CHECK ((desk IS NOT NULL) AND (desk = 'a'::text)) NOT VALID;
--   back: ALTER TABLE public.tickets_a DROP CONSTRAINT tickets_a_bound_req_0001;

-- S2 expand validate-check [transaction: own]: Prove that every row of public.tickets_a keeps to the bound
--   SHARE UPDATE EXCLUSIVE on public.tickets_a for a scan: blocks ddl
--   note: scans-object (public.tickets_a) Every row is read; readers and writers go on.
ALTER TABLE public.tickets_a VALIDATE CONSTRAINT tickets_a_bound_req_0001;

-- S3 expand add-check-not-valid: Hold new rows of public.tickets_c to the bound
--   ACCESS EXCLUSIVE on public.tickets_c for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.tickets_c) Writes of rows that belong elsewhere are refused.
ALTER TABLE public.tickets_c ADD CONSTRAINT tickets_c_bound_req_0001 CHECK ((desk IS NOT NULL) AND (desk = ANY (ARRAY['b'::text, 'c'::text]))) NOT VALID;
--   back: ALTER TABLE public.tickets_c DROP CONSTRAINT tickets_c_bound_req_0001;

-- S4 expand validate-check [transaction: own]: Prove that every row of public.tickets_c keeps to the bound
--   SHARE UPDATE EXCLUSIVE on public.tickets_c for a scan: blocks ddl
--   note: scans-object (public.tickets_c) Every row is read; readers and writers go on.
ALTER TABLE public.tickets_c VALIDATE CONSTRAINT tickets_c_bound_req_0001;

-- S5 expand add-check-not-valid: Hold new rows of public.tickets_rest to the bound
--   ACCESS EXCLUSIVE on public.tickets_rest for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.tickets_rest) Writes of rows that belong elsewhere are refused.
ALTER TABLE public.tickets_rest ADD CONSTRAINT tickets_rest_bound_req_0001 CHECK (NOT ((desk IS NOT NULL) AND (desk = 'a'::text)) AND NOT ((desk IS NOT NULL) AND (desk = ANY (ARRAY['b'::text, 'c'::text])))) NOT VALID;
--   back: ALTER TABLE public.tickets_rest DROP CONSTRAINT tickets_rest_bound_req_0001;

-- S6 expand validate-check [transaction: own]: Prove that every row of public.tickets_rest keeps to the bound
--   SHARE UPDATE EXCLUSIVE on public.tickets_rest for a scan: blocks ddl
--   note: scans-object (public.tickets_rest) Every row is read; readers and writers go on.
ALTER TABLE public.tickets_rest VALIDATE CONSTRAINT tickets_rest_bound_req_0001;

-- S7 expand rebound-partitions: Give public.tickets_a, public.tickets_c other bounds in public.tickets
--   ACCESS EXCLUSIVE on public.tickets for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.tickets_a for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.tickets_c for a moment: blocks reads-and-writes
ALTER TABLE public.tickets DETACH PARTITION public.tickets_a;
ALTER TABLE public.tickets DETACH PARTITION public.tickets_c;
ALTER TABLE public.tickets ATTACH PARTITION public.tickets_a FOR VALUES IN ('a');
ALTER TABLE public.tickets ATTACH PARTITION public.tickets_c FOR VALUES IN ('b', 'c');
ALTER TABLE public.tickets_a DROP CONSTRAINT tickets_a_bound_req_0001;
ALTER TABLE public.tickets_c DROP CONSTRAINT tickets_c_bound_req_0001;
ALTER TABLE public.tickets_rest DROP CONSTRAINT tickets_rest_bound_req_0001;
--   back: ALTER TABLE public.tickets_a ADD CONSTRAINT tickets_a_bound_req_0001 CHECK ((desk IS NOT NULL) AND (desk = 'a'::text)) NOT VALID;
--   back: ALTER TABLE public.tickets_c ADD CONSTRAINT tickets_c_bound_req_0001 CHECK ((desk IS NOT NULL) AND (desk = ANY (ARRAY['b'::text, 'c'::text]))) NOT VALID;
--   back: ALTER TABLE public.tickets_rest ADD CONSTRAINT tickets_rest_bound_req_0001 CHECK (NOT ((desk IS NOT NULL) AND (desk = 'a'::text)) AND NOT ((desk IS NOT NULL) AND (desk = ANY (ARRAY['b'::text, 'c'::text])))) NOT VALID;
--   back: ALTER TABLE public.tickets DETACH PARTITION public.tickets_a;
--   back: ALTER TABLE public.tickets DETACH PARTITION public.tickets_c;
--   back: ALTER TABLE public.tickets ATTACH PARTITION public.tickets_a FOR VALUES IN ('a', 'b');
--   back: ALTER TABLE public.tickets ATTACH PARTITION public.tickets_c FOR VALUES IN ('c');

