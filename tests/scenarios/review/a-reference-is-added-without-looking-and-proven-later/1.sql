-- transaction:none
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY orders_shop ON orders (shop_id);
