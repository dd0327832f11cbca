CREATE COLLATION plain (provider = libc, locale = 'C');
CREATE TABLE names (id bigint PRIMARY KEY, name text COLLATE plain, other text);
CREATE INDEX names_by_name ON names (name);
CREATE INDEX names_by_other ON names (other COLLATE plain);
CREATE VIEW sorted AS SELECT name FROM names ORDER BY other COLLATE plain;
