-- S1 expand rename-function: Rename function public.gross(numeric) to public.with_tax(numeric)
--   warning: breaks-running-code (public.gross(numeric)) Code that uses the old name fails.
ALTER FUNCTION public.gross(numeric) RENAME TO with_tax;
--   back: ALTER FUNCTION public.with_tax(numeric) RENAME TO gross;

-- S2 expand rename-view: Rename view public.totals to public.order_totals
--   warning: breaks-running-code (public.totals) Code that uses the old name fails.
ALTER VIEW public.totals RENAME TO order_totals;
--   back: ALTER VIEW public.order_totals RENAME TO totals;

-- S3 expand rename-materialized-view: Rename materialized-view public.kept to public.saved
--   warning: breaks-running-code (public.kept) Code that uses the old name fails.
ALTER MATERIALIZED VIEW public.kept RENAME TO saved;
--   back: ALTER MATERIALIZED VIEW public.saved RENAME TO kept;

-- S4 expand rename-sequence: Rename sequence public.tickets to public.receipts
--   warning: breaks-running-code (public.tickets) Code that uses the old name fails.
ALTER SEQUENCE public.tickets RENAME TO receipts;
--   back: ALTER SEQUENCE public.receipts RENAME TO tickets;

