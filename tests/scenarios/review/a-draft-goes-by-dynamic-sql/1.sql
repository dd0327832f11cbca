SET LOCAL lock_timeout = '2s';
CREATE TABLE scratch (id bigint PRIMARY KEY);
DO $$ BEGIN EXECUTE 'DROP TABLE scratch'; END $$;
