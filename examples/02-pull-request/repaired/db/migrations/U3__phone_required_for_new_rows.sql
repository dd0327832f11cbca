SET LOCAL lock_timeout = '2s';
ALTER TABLE users DROP CONSTRAINT users_phone_there;
