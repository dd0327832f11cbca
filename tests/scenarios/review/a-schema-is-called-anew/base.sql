CREATE SCHEMA sales;
CREATE TABLE sales.invoices (id bigint PRIMARY KEY);
