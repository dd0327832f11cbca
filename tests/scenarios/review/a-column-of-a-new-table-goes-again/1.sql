SET LOCAL lock_timeout = '2s';
CREATE TABLE drafts (id bigint PRIMARY KEY, body text, junk text);
ALTER TABLE drafts DROP COLUMN junk;
