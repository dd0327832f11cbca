CREATE SCHEMA sales;
CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL, note text);
CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE PUBLICATION feed FOR TABLE orders (id, total);
CREATE PUBLICATION sales_feed FOR TABLES IN SCHEMA sales;
