CREATE TYPE point3 AS (x bigint, y integer, z integer);
CREATE TABLE stars (id bigint PRIMARY KEY, place point3, path point3[]);
CREATE FUNCTION height(p point3) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).z $$;
