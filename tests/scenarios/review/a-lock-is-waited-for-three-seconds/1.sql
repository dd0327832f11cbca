SET LOCAL lock_timeout = 3000;
ALTER TABLE users ADD COLUMN phone text;
