CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'happy');
CREATE SEQUENCE app.numbers;
CREATE TABLE app.people (id bigint DEFAULT nextval('app.numbers') PRIMARY KEY, mood app.mood NOT NULL DEFAULT 'happy');
