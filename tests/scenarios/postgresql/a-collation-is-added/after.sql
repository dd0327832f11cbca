CREATE COLLATION plain (provider = libc, locale = 'C');
COMMENT ON COLLATION plain IS 'By bytes';
CREATE TABLE names (id bigint PRIMARY KEY, name text, code text COLLATE plain);
