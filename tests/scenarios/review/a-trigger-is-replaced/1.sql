SET LOCAL lock_timeout = '2s';
DROP TRIGGER users_touch ON users;
CREATE TRIGGER users_touch BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
