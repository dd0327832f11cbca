CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL, note text);
CREATE PUBLICATION feed FOR TABLE orders;
