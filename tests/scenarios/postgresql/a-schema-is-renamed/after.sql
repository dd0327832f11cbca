CREATE SCHEMA shop;
CREATE TYPE shop.mood AS ENUM ('sad', 'happy');
CREATE SEQUENCE shop.numbers;
CREATE TABLE shop.people (id bigint DEFAULT nextval('shop.numbers') PRIMARY KEY, mood shop.mood NOT NULL DEFAULT 'happy');
CREATE TABLE shop.notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person bigint REFERENCES shop.people (id), CONSTRAINT notes_known CHECK (person > 0));
CREATE INDEX notes_by_person ON shop.notes (person);
CREATE FUNCTION shop.rate(m shop.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN m = ''happy'' THEN 1 ELSE 0 END';
CREATE VIEW shop.happy AS SELECT app.id FROM shop.people app WHERE app.mood = 'happy';
CREATE VIEW public.rated AS SELECT id, shop.rate(mood) AS rate FROM shop.people;
