SET LOCAL lock_timeout = '2s';
ALTER SCHEMA sales RENAME TO trade;
