SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;
