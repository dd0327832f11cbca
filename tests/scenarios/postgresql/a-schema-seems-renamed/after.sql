CREATE SCHEMA shop;
CREATE TYPE shop.mood AS ENUM ('sad', 'happy');
CREATE SEQUENCE shop.numbers;
CREATE TABLE shop.people (id bigint DEFAULT nextval('shop.numbers') PRIMARY KEY, mood shop.mood NOT NULL DEFAULT 'happy');
