CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL);
CREATE TABLE log (id bigint, what text);
