CREATE FUNCTION product(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT $1 * $2 $$;
CREATE TABLE factors (id bigint PRIMARY KEY, n numeric NOT NULL);
CREATE AGGREGATE multiply(numeric) (SFUNC = product, STYPE = numeric, INITCOND = '2');
CREATE VIEW total AS SELECT multiply(n) AS n FROM factors;
