CREATE TYPE address AS (street text);
CREATE FUNCTION here() RETURNS address LANGUAGE sql AS $$ SELECT ROW('Elm 1')::address $$;
