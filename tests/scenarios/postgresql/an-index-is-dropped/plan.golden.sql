-- S1 contract drop-index-concurrently [transaction: none]: Drop index customers_by_city of public.customers
--   SHARE UPDATE EXCLUSIVE on public.customers for a moment: blocks ddl
--   warning: slows-queries (public.customers) Queries that used the index read the table instead.
--   note: not-transactional (public.customers) A drop that is cut short leaves an invalid index; run it again.
DROP INDEX CONCURRENTLY public.customers_by_city;
--   back: CREATE INDEX CONCURRENTLY customers_by_city ON public.customers USING btree (city, mail);

