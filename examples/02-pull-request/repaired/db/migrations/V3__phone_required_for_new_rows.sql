SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD CONSTRAINT users_phone_there CHECK (phone IS NOT NULL) NOT VALID;
