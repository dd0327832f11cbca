SET LOCAL lock_timeout = '2s';
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_tables WHERE tablename = 'users') THEN
    ALTER TABLE users ALTER COLUMN email SET NOT NULL;
  END IF;
END $$;
