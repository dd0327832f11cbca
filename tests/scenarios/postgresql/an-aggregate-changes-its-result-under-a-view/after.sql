CREATE FUNCTION product(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT $1 * $2 $$;
CREATE TABLE factors (id bigint PRIMARY KEY, n numeric NOT NULL);
CREATE FUNCTION as_float(numeric) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$ SELECT $1::double precision $$;
CREATE AGGREGATE multiply(numeric) (SFUNC = product, STYPE = numeric, INITCOND = '1', FINALFUNC = as_float);
CREATE VIEW total AS SELECT id, multiply(n) OVER () > 0 AS positive FROM factors;
