-- step-1 expand rebuild-table: rebuild notes: constraints
-- warning: rewrites-object notes: every row of notes is copied; nothing else can write to the file meanwhile
-- note: needs-disk notes: a second copy of notes stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_notes (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
  body TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done'))
);
INSERT INTO dblead_new_notes (id, person_id, body, state)
SELECT id, person_id, body, state
FROM notes;
DROP TABLE notes;
ALTER TABLE dblead_new_notes RENAME TO notes;
CREATE INDEX notes_person_id ON notes (person_id);
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_notes (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  body TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done'))
);
INSERT INTO dblead_new_notes (id, person_id, body, state)
SELECT id, person_id, body, state
FROM notes;
DROP TABLE notes;
ALTER TABLE dblead_new_notes RENAME TO notes;
CREATE INDEX notes_person_id ON notes (person_id);
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;
