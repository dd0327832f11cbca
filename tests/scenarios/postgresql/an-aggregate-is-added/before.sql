CREATE FUNCTION product(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT $1 * $2 $$;
CREATE TABLE factors (id bigint PRIMARY KEY, n numeric NOT NULL);
