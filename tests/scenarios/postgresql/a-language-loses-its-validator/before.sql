CREATE LANGUAGE mine HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;
CREATE TRANSFORM FOR integer LANGUAGE mine (TO SQL WITH FUNCTION int4recv(internal));
