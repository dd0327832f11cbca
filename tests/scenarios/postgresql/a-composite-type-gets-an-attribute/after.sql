CREATE TYPE address AS (street text, city text, zip varchar(10) COLLATE "C");
CREATE TABLE customers (id bigint PRIMARY KEY, home address);
