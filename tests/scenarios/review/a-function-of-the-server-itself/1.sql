SET LOCAL lock_timeout = '2s';
CREATE FUNCTION add(integer, integer) RETURNS integer LANGUAGE internal STRICT IMMUTABLE AS 'int4pl';
