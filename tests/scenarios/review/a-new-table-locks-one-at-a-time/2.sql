SET LOCAL lock_timeout = '2s';
ALTER TABLE carts ADD CONSTRAINT carts_shop_fk FOREIGN KEY (shop_id) REFERENCES shops (id);
