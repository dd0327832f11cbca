SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN level integer;
UPDATE users SET level = 1 WHERE id < 1000;
