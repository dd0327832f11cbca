CREATE TYPE address AS (street text, city text);
CREATE FUNCTION here() RETURNS address LANGUAGE sql AS $$ SELECT ROW('Elm 1', 'Rome')::address $$;
