SET LOCAL lock_timeout = '2s';
ALTER TABLE lines DROP CONSTRAINT lines_order_id_fkey;
