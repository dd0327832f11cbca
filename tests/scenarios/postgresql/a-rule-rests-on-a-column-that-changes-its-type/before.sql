CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL);
CREATE TABLE log (id bigint, what text);
CREATE RULE log_update AS ON UPDATE TO orders WHERE old.total <> new.total DO ALSO INSERT INTO log VALUES (new.id, 'total');
