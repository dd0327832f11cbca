SET LOCAL lock_timeout = '2s';
SELECT id FROM orders WHERE id = 1 FOR UPDATE;
