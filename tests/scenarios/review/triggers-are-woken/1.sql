SET LOCAL lock_timeout = '2s';
ALTER TABLE users ENABLE TRIGGER users_touch;
