SET LOCAL lock_timeout = '2s';
CREATE TABLE carts (user_id bigint NOT NULL REFERENCES users (id), position integer NOT NULL, PRIMARY KEY (user_id, position));
