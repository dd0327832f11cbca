-- S1 expand alter-index: Change index accounts_by_length of public.accounts
--   SHARE UPDATE EXCLUSIVE on public.accounts for a moment: blocks ddl
ALTER INDEX public.accounts_by_length ALTER COLUMN 2 SET STATISTICS 500;
--   back: ALTER INDEX public.accounts_by_length ALTER COLUMN 2 SET STATISTICS -1;

-- S2 expand create-statistics: Create statistics public.accounts_expr
--   SHARE UPDATE EXCLUSIVE on public.accounts for a moment: blocks ddl
--   note: slows-queries (public.accounts) The planner knows nothing new before the next ANALYZE of the table.
CREATE STATISTICS public.accounts_expr ON owner, ((cents % (10)::bigint)) FROM public.accounts;
ALTER STATISTICS public.accounts_expr SET STATISTICS 200;
--   back: DROP STATISTICS public.accounts_expr;

-- S3 expand analyze [transaction: own]: Gather statistics of public.accounts: those of an expression exist only once it has an index
--   SHARE UPDATE EXCLUSIVE on public.accounts for a scan: blocks ddl
ANALYZE public.accounts;

