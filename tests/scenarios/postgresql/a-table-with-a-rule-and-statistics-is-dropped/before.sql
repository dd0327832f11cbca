CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL);
CREATE TABLE log (id bigint, what text);
CREATE RULE log_update AS ON UPDATE TO orders DO ALSO INSERT INTO log VALUES (new.id, 'total');
CREATE STATISTICS orders_totals ON id, total FROM orders;
COMMENT ON STATISTICS orders_totals IS 'Together';
