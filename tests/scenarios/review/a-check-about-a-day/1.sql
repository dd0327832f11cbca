SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD CONSTRAINT past CHECK (placed_at > '2000-01-01') NOT VALID;
