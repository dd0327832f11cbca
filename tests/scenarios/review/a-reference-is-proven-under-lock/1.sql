SET LOCAL lock_timeout = '2s';
CREATE INDEX orders_shop ON orders (shop_id);
ALTER TABLE orders ADD CONSTRAINT orders_shop_fk FOREIGN KEY (shop_id) REFERENCES shops (id);
