SET LOCAL lock_timeout = '2s';
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM information_schema.columns WHERE column_name = 'phone') THEN
    ALTER TABLE users ADD COLUMN phone text;
  END IF;
END $$;
