-- S1 contract deploy-gate: Wait for the release that no longer uses old.b, old.b.a, old.a, old.a.id, old.a.mood, old.a_id_seq
-- waits for the release that no longer uses old.b, old.b.a, old.a, old.a.id, old.a.mood, old.a_id_seq

-- S2 contract take-dependents-away: Take away for a moment: function old.f(old.mood), view old.v
--   ACCESS EXCLUSIVE on old.v for a transaction: blocks reads-and-writes
--   note: breaks-dependents (old.f(old.mood)) Rests on what changes: gone until the last step of this transaction puts it back.
--   note: breaks-dependents (old.v) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW old.v;
DROP FUNCTION old.f(old.mood);
--   back: CREATE OR REPLACE FUNCTION old.f(old.mood)
--          RETURNS integer
--          LANGUAGE sql
--         AS $function$SELECT 1$function$;
--   back: CREATE VIEW old.v AS
--         SELECT a.id
--            FROM (old.a
--              JOIN old.b ON ((a.id = b.a)));

-- S3 contract drop-table: Drop table old.b
--   ACCESS EXCLUSIVE on old.b for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on old.a for a moment: blocks reads-and-writes
--   error: deletes-data (old.b) Every row of the table is gone.
--   warning: breaks-running-code (old.b) Code that still uses the table fails.
--   warning: irreversible (old.b) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE old.b;
--   back: CREATE TABLE old.b (
--           a integer NOT NULL
--         );
--   back: ALTER TABLE old.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES old.a(id);

-- S4 contract drop-table: Drop table old.a
--   ACCESS EXCLUSIVE on old.a for a moment: blocks reads-and-writes
--   error: deletes-data (old.a) Every row of the table is gone.
--   warning: breaks-running-code (old.a) Code that still uses the table fails.
--   warning: irreversible (old.a) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE old.a;
--   back: CREATE SEQUENCE old.a_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE;
--   back: CREATE TABLE old.a (
--           id integer DEFAULT nextval('old.a_id_seq'::regclass) NOT NULL,
--           mood old.mood DEFAULT 'ok'::old.mood NOT NULL,
--           CONSTRAINT a_pkey PRIMARY KEY (id)
--         );
--   back: ALTER SEQUENCE old.a_id_seq OWNED BY old.a.id;

-- S5 contract drop-enum: Drop type old.mood
DROP TYPE old.mood;
--   back: CREATE TYPE old.mood AS ENUM ('ok');

-- S6 contract drop-schema: Drop schema old
DROP SCHEMA old;
--   back: CREATE SCHEMA old;

-- precheck would-be-lost/old.b: old.b has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM old.b HAVING count(*) > 0
-- precheck would-be-lost/old.a: old.a has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM old.a HAVING count(*) > 0
