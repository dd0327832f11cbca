CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL);
CREATE TABLE log (id bigint, what text);
CREATE RULE log_update AS ON UPDATE TO orders WHERE old.total <> new.total DO ALSO INSERT INTO log VALUES (new.id, 'total');
COMMENT ON RULE log_update ON orders IS 'Keeps what changed';
CREATE VIEW big AS SELECT id, total FROM orders WHERE total > 100;
CREATE RULE big_delete AS ON DELETE TO big DO INSTEAD DELETE FROM orders WHERE id = old.id;
