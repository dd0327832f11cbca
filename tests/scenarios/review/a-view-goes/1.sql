SET LOCAL lock_timeout = '2s';
DROP VIEW big_orders;
