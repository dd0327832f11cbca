CREATE TYPE celsius AS (degrees numeric);
CREATE FUNCTION to_celsius(numeric) RETURNS celsius LANGUAGE sql IMMUTABLE AS $$ SELECT ROW($1)::celsius $$;
CREATE TABLE readings (id bigint PRIMARY KEY, n numeric);
CREATE CAST (numeric AS celsius) WITH FUNCTION to_celsius(numeric);
CREATE VIEW warm AS SELECT id, n::celsius AS t FROM readings;
