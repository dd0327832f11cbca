SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN feels mood DEFAULT 'sad';
