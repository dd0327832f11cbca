CREATE TYPE address AS (street text);
CREATE TABLE customers (id bigint PRIMARY KEY, home address);
CREATE FUNCTION plus(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT $1 + $2 $$;
CREATE AGGREGATE total_of(bigint) (SFUNC = plus, STYPE = bigint);
CREATE VIEW totals AS SELECT total_of(id) AS total FROM customers;
