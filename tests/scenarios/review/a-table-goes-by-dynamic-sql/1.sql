SET LOCAL lock_timeout = '2s';
DO $$ BEGIN EXECUTE 'DROP TABLE logs'; END $$;
