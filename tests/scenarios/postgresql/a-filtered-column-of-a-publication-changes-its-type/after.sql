CREATE TABLE orders (id bigint PRIMARY KEY, total bigint NOT NULL, note text);
CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE PUBLICATION feed FOR TABLE orders WHERE (total > 10) WITH (publish = 'insert');
