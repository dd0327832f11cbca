-- S1 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S2 contract drop-aggregate: Drop aggregate public.middle(double precision, anyelement)
--   warning: breaks-running-code (aggregate:public.middle(double precision, anyelement)) Queries that use the aggregate fail.
DROP AGGREGATE public.middle(double precision ORDER BY anyelement);
--   back: CREATE AGGREGATE public.middle(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_WRITE);

