SET LOCAL lock_timeout = '2s';
DROP TRIGGER users_touch ON users;
