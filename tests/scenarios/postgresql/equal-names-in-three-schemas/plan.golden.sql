-- S1 expand create-schema: Create schema c
CREATE SCHEMA c;
--   back: DROP SCHEMA c;

-- S2 expand create-table: Create table c.t
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE c.t (
  id integer NOT NULL,
  a_id integer,
  b_id integer,
  CONSTRAINT t_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE c.t;

-- S3 expand add-column: Add column a.t.v
--   ACCESS EXCLUSIVE on a.t for a moment: blocks reads-and-writes
--   note: breaks-running-code (a.t) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE a.t ADD COLUMN v text;
--   back: ALTER TABLE a.t DROP COLUMN v;

-- S4 expand add-constraint: Add reference t_a_id_fkey to c.t
--   SHARE ROW EXCLUSIVE on a.t for a moment: blocks writes
ALTER TABLE c.t ADD CONSTRAINT t_a_id_fkey FOREIGN KEY (a_id) REFERENCES a.t(id);
--   back: ALTER TABLE c.t DROP CONSTRAINT t_a_id_fkey;

-- S5 expand add-constraint: Add reference t_b_id_fkey to c.t
--   SHARE ROW EXCLUSIVE on b.t for a moment: blocks writes
ALTER TABLE c.t ADD CONSTRAINT t_b_id_fkey FOREIGN KEY (b_id) REFERENCES b.t(id);
--   back: ALTER TABLE c.t DROP CONSTRAINT t_b_id_fkey;

-- S6 contract drop-constraint: Drop reference t_a_id_fkey of b.t
--   ACCESS EXCLUSIVE on b.t for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on a.t for a moment: blocks reads-and-writes
--   warning: weakens-integrity (b.t.t_a_id_fkey) Rows that the rule kept out may come in.
ALTER TABLE b.t DROP CONSTRAINT t_a_id_fkey;
--   back: ALTER TABLE b.t ADD CONSTRAINT t_a_id_fkey FOREIGN KEY (a_id) REFERENCES a.t(id);

-- S7 contract drop-column: Drop column b.t.a_id
--   ACCESS EXCLUSIVE on b.t for a moment: blocks reads-and-writes
--   error: deletes-data (b.t.a_id) Every value of the column is gone.
--   warning: irreversible (b.t.a_id) The way back restores the column, not its values.
--   warning: breaks-running-code (b.t.a_id) Code that still names the column fails.
--   note: breaks-running-code (b.t) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE b.t DROP COLUMN a_id;
--   back: ALTER TABLE b.t ADD COLUMN a_id integer;

-- precheck would-be-lost/b.t.a_id: No row of b.t holds a a_id that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM b.t WHERE a_id IS NOT NULL HAVING count(*) > 0
-- carries b.t.a_id → b.t.∅: forward none, backward none
-- carries a.t.∅ → a.t.v: forward none, backward none
