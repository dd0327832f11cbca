CREATE TYPE price_range AS RANGE (subtype = numeric, multirange_type_name = price_ranges);
COMMENT ON TYPE price_range IS 'From and to';
CREATE TABLE offers (id bigint PRIMARY KEY, price price_range, prices price_ranges);
CREATE VIEW cheap AS SELECT id FROM offers WHERE price && price_range(0, 10);
