CREATE TYPE addr AS (street text);
CREATE TABLE customers (id bigint PRIMARY KEY, home addr);
CREATE FUNCTION plus(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT $1 + $2 $$;
CREATE AGGREGATE addup(bigint) (SFUNC = plus, STYPE = bigint);
CREATE VIEW totals AS SELECT addup(id) AS total FROM customers;
