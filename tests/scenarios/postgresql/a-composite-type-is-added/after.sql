CREATE TYPE address AS (street text, city text);
COMMENT ON TYPE address IS 'Where somebody lives';
COMMENT ON COLUMN address.city IS 'As written on a letter';
CREATE TABLE customers (id bigint PRIMARY KEY, home address, others address[]);
CREATE FUNCTION label(a address) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).street || ', ' || ($1).city $$;
