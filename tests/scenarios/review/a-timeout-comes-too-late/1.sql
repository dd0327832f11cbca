ALTER TABLE users ADD COLUMN phone text;
SET LOCAL lock_timeout = '2s';
