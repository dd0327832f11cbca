SET LOCAL lock_timeout = '2s';
CREATE FUNCTION wipe(what text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM logs WHERE line = $1' USING what; END $$;
