SET LOCAL lock_timeout = '10min';
ALTER TABLE users ADD COLUMN phone text;
