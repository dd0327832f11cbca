-- S1 expand partition-table: Make public.logs partitioned by RANGE (at), with its rows
--   ACCESS EXCLUSIVE on public.logs for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.logs) Every row is written anew into the part it belongs to; one that belongs nowhere stops the step.
--   warning: blocks-reads (public.logs) Nobody can use the table while its rows are copied.
--   warning: needs-disk (public.logs) Needs room for a second copy of the table.
--   warning: breaks-replication (public.logs) Subscribers of the old table do not follow the new one by themselves.
--   note: changes-data (public.logs) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.logs RENAME TO logs_req_0001;
ALTER INDEX public.logs_pkey RENAME TO logs_pkey_req_0001;
ALTER INDEX public.logs_by_at RENAME TO logs_by_at_req_0001;
ALTER TABLE public.logs_req_0001 RENAME CONSTRAINT logs_id_not_null TO logs_id_not_null_req_0001;
ALTER TABLE public.logs_req_0001 RENAME CONSTRAINT logs_at_not_null TO logs_at_not_null_req_0001;
CREATE TABLE public.logs (
  id bigint NOT NULL,
  at date NOT NULL,
  line text,
  CONSTRAINT logs_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE public.logs_2026 PARTITION OF public.logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE public.logs_rest PARTITION OF public.logs DEFAULT;
INSERT INTO public.logs (id, at, line)
SELECT id, at, line FROM public.logs_req_0001;
CREATE INDEX logs_by_at ON public.logs USING btree (at);
DROP TABLE public.logs_req_0001;
--   back: ALTER TABLE public.logs RENAME TO logs_req_0001;
--   back: ALTER INDEX public.logs_pkey RENAME TO logs_pkey_req_0001;
--   back: ALTER INDEX public.logs_by_at RENAME TO logs_by_at_req_0001;
--   back: ALTER TABLE public.logs_req_0001 RENAME CONSTRAINT logs_id_not_null TO logs_id_not_null_req_0001;
--   back: ALTER TABLE public.logs_req_0001 RENAME CONSTRAINT logs_at_not_null TO logs_at_not_null_req_0001;
--   back: CREATE TABLE public.logs (
--           id bigint NOT NULL,
--           at date NOT NULL,
--           line text,
--           CONSTRAINT logs_pkey PRIMARY KEY (id, at)
--         );
--   back: INSERT INTO public.logs (id, at, line)
--         SELECT id, at, line FROM public.logs_req_0001;
--   back: CREATE INDEX logs_by_at ON public.logs USING btree (at);
--   back: DROP TABLE public.logs_req_0001;

-- S2 expand analyze [transaction: own]: Gather statistics of public.logs: a table made anew has none
--   SHARE UPDATE EXCLUSIVE on public.logs for a scan: blocks ddl
ANALYZE public.logs;

