-- S1 expand alter-aggregate: Change aggregate public.multiply(numeric)
--   note: breaks-running-code (aggregate:public.multiply(numeric)) Queries that use the aggregate may answer differently.
CREATE OR REPLACE AGGREGATE public.multiply(numeric) (SFUNC = public.product, STYPE = numeric, INITCOND = '2');
--   back: CREATE OR REPLACE AGGREGATE public.multiply(numeric) (SFUNC = public.product, STYPE = numeric, INITCOND = '1');

