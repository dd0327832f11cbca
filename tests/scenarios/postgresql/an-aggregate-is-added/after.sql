CREATE FUNCTION product(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT $1 * $2 $$;
CREATE TABLE factors (id bigint PRIMARY KEY, n numeric NOT NULL);
CREATE AGGREGATE multiply(numeric) (SFUNC = product, STYPE = numeric, INITCOND = '1', COMBINEFUNC = product, PARALLEL = safe);
COMMENT ON AGGREGATE multiply(numeric) IS 'The product of all';
REVOKE EXECUTE ON FUNCTION multiply(numeric) FROM PUBLIC;
CREATE VIEW total AS SELECT multiply(n) AS n FROM factors;
