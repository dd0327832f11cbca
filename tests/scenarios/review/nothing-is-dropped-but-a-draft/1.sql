SET LOCAL lock_timeout = '2s';
CREATE TABLE scratch (id bigint PRIMARY KEY);
DROP TABLE IF EXISTS scratch;
