CREATE TYPE address AS (street text, city text);
CREATE TABLE customers (id bigint PRIMARY KEY, home address);
