CREATE SCHEMA old;
CREATE TYPE old.mood AS ENUM ('ok');
CREATE TABLE old.a (id serial PRIMARY KEY, mood old.mood NOT NULL DEFAULT 'ok');
CREATE TABLE old.b (a integer NOT NULL REFERENCES old.a (id));
CREATE FUNCTION old.f(old.mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW old.v AS SELECT a.id FROM old.a JOIN old.b ON a.id = b.a;
CREATE TABLE public.stays (id integer PRIMARY KEY);
