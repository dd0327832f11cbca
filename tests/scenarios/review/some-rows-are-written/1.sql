SET LOCAL lock_timeout = '2s';
UPDATE orders SET status = 'done' WHERE id = 42;
