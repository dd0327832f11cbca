-- transaction:none
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY orders_placed ON orders (placed_at);
