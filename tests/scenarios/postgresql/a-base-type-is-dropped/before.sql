CREATE TYPE tiny;
CREATE FUNCTION tiny_in(cstring) RETURNS tiny LANGUAGE internal IMMUTABLE STRICT AS 'int2in';
CREATE FUNCTION tiny_out(tiny) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int2out';
CREATE TYPE tiny (INPUT = tiny_in, OUTPUT = tiny_out, LIKE = smallint);
CREATE TABLE t (id bigint PRIMARY KEY);
