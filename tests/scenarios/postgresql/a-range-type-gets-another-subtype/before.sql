CREATE TYPE price_range AS RANGE (subtype = integer);
CREATE TABLE offers (id bigint PRIMARY KEY, price price_range);
CREATE VIEW cheap AS SELECT id FROM offers WHERE price @> 5;
