-- S1 expand change-grant: Allow INSERT, SELECT on public.orders for reader
--   note: weakens-security (public.orders) reader may do more than before.
REVOKE ALL ON TABLE public.orders FROM reader;
GRANT INSERT, SELECT ON TABLE public.orders TO reader;
--   back: REVOKE ALL ON TABLE public.orders FROM reader;
--   back: GRANT SELECT ON TABLE public.orders TO reader;

-- S2 expand comment: Comment public.orders
--   SHARE UPDATE EXCLUSIVE on public.orders for a moment: blocks ddl
COMMENT ON TABLE public.orders IS 'what they buy';
--   back: COMMENT ON TABLE public.orders IS NULL;

-- S3 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S4 contract revoke: Take back SELECT on public.customers for reader
--   warning: breaks-running-code (public.customers) reader is refused from now on.
REVOKE ALL ON TABLE public.customers FROM reader;
--   back: GRANT SELECT ON TABLE public.customers TO reader;

