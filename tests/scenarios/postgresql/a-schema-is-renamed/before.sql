CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'happy');
CREATE SEQUENCE app.numbers;
CREATE TABLE app.people (id bigint DEFAULT nextval('app.numbers') PRIMARY KEY, mood app.mood NOT NULL DEFAULT 'happy');
CREATE TABLE app.notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person bigint REFERENCES app.people (id), CONSTRAINT notes_known CHECK (person > 0));
CREATE INDEX notes_by_person ON app.notes (person);
CREATE FUNCTION app.rate(m app.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN m = ''happy'' THEN 1 ELSE 0 END';
CREATE VIEW app.happy AS SELECT app.id FROM app.people app WHERE app.mood = 'happy';
CREATE VIEW public.rated AS SELECT id, app.rate(mood) AS rate FROM app.people;
