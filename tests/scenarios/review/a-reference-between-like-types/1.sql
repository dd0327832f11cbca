SET LOCAL lock_timeout = '2s';
CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id));
CREATE INDEX carts_user ON carts (user_id);
