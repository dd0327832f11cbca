CREATE TYPE span AS RANGE (subtype = text, collation = "C");
CREATE FUNCTION low(s span) RETURNS text LANGUAGE sql AS $$ SELECT lower($1) $$;
CREATE TABLE t (id bigint PRIMARY KEY);
