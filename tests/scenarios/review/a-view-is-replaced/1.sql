SET LOCAL lock_timeout = '2s';
DROP VIEW big_orders;
CREATE VIEW big_orders AS SELECT id, total, status FROM orders WHERE total > 1000;
