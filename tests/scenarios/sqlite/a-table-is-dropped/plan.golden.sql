-- step-1 expand drop-index: drop index notes_person_id
-- note: slows-queries notes: queries that use notes_person_id read more rows
-- transaction: shared
DROP INDEX notes_person_id;

-- down (shared)
CREATE INDEX notes_person_id ON notes (person_id);

-- step-2 expand drop-table: drop table notes
-- error: deletes-data notes: every row of notes is gone
-- warning: breaks-running-code notes: code that uses notes fails
-- way back: schema-only, loses every row of notes
-- transaction: shared
DROP TABLE notes;

-- down (shared)
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  body TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done'))
);
