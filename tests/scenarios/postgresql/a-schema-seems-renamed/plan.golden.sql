-- S1 expand create-schema: Create schema shop
CREATE SCHEMA shop;
--   back: DROP SCHEMA shop;

-- S2 expand create-enum: Create type shop.mood
CREATE TYPE shop.mood AS ENUM ('sad', 'happy');
--   back: DROP TYPE shop.mood;

-- S3 expand create-sequence: Create sequence shop.numbers
CREATE SEQUENCE shop.numbers AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
--   back: DROP SEQUENCE shop.numbers;

-- S4 expand create-table: Create table shop.people
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE shop.people (
  id bigint DEFAULT nextval('shop.numbers'::regclass) NOT NULL,
  mood shop.mood DEFAULT 'happy'::shop.mood NOT NULL,
  CONSTRAINT people_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE shop.people;

-- S5 contract deploy-gate: Wait for the release that no longer uses app.people, app.people.id, app.people.mood, app.numbers
-- waits for the release that no longer uses app.people, app.people.id, app.people.mood, app.numbers

-- S6 contract drop-table: Drop table app.people
--   ACCESS EXCLUSIVE on app.people for a moment: blocks reads-and-writes
--   error: deletes-data (app.people) Every row of the table is gone.
--   warning: breaks-running-code (app.people) Code that still uses the table fails.
--   warning: irreversible (app.people) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE app.people;
--   back: CREATE TABLE app.people (
--           id bigint DEFAULT nextval('app.numbers'::regclass) NOT NULL,
--           mood app.mood DEFAULT 'happy'::app.mood NOT NULL,
--           CONSTRAINT people_pkey PRIMARY KEY (id)
--         );

-- S7 contract drop-enum: Drop type app.mood
DROP TYPE app.mood;
--   back: CREATE TYPE app.mood AS ENUM ('sad', 'happy');

-- S8 contract drop-sequence: Drop sequence app.numbers
--   warning: breaks-running-code (sequence:app.numbers) Whoever asks it for a number is refused.
--   way back: schema-only, until the step runs; loses the last number that was given out
DROP SEQUENCE app.numbers;
--   back: CREATE SEQUENCE app.numbers AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;

-- S9 contract drop-schema: Drop schema app
DROP SCHEMA app;
--   back: CREATE SCHEMA app;

-- precheck would-be-lost/app.people: app.people has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM app.people HAVING count(*) > 0
-- question possible-rename/postgresql/app: Schema app goes and shop comes: 6 of 6 things in it have the same kind and name (confidence 80 %). Is it one thing under another name?
