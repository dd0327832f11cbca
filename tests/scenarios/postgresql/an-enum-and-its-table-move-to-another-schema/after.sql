CREATE SCHEMA core;
CREATE TYPE core.mood AS ENUM ('ok', 'bad');
CREATE TABLE core.people (id integer PRIMARY KEY, mood core.mood NOT NULL DEFAULT 'ok');
CREATE FUNCTION public.worst() RETURNS core.mood LANGUAGE sql STABLE BEGIN ATOMIC SELECT max(mood) FROM core.people; END;
