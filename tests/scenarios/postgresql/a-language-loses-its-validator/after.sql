CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
CREATE TRANSFORM FOR integer LANGUAGE mine (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
