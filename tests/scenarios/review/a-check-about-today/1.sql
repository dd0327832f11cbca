SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD CONSTRAINT past CHECK (placed_at <= now()) NOT VALID;
