CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL, note text);
CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE PUBLICATION feed FOR ALL TABLES;
