-- S1 expand alter-language: Change language mine
CREATE OR REPLACE LANGUAGE mine HANDLER plpgsql_call_handler;
--   back: CREATE OR REPLACE LANGUAGE mine HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;

-- S2 expand alter-transform: Change transform integer.mine
--   note: breaks-running-code (transform:integer.mine) Functions of the language get the values in another form.
CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE mine (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
--   back: CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE mine (TO SQL WITH FUNCTION int4recv(internal));

