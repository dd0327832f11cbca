-- step-1 expand rebuild-table: rebuild notes: constraints
-- warning: rewrites-object notes: every row of notes is copied; nothing else can write to the file meanwhile
-- note: needs-disk notes: a second copy of notes stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_notes (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  body TEXT
);
INSERT INTO dblead_new_notes (id, person_id, body)
SELECT id, person_id, body
FROM notes;
DROP TABLE notes;
ALTER TABLE dblead_new_notes RENAME TO notes;
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
  person_id INTEGER NOT NULL,
  body TEXT
);
INSERT INTO dblead_new_notes (id, person_id, body)
SELECT id, person_id, body
FROM notes;
DROP TABLE notes;
ALTER TABLE dblead_new_notes RENAME TO notes;
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;

-- step-2 expand create-index: create index notes_person_id on notes
-- note: blocks-writes notes: nothing else can write while the index is built
-- note: scans-object notes: every row of notes is read
-- transaction: shared
CREATE INDEX notes_person_id ON notes (person_id);

-- down (shared)
DROP INDEX notes_person_id;

-- precheck: every person_id of notes exists in people
SELECT 1 AS violation FROM notes WHERE person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM people AS parent WHERE parent.id = notes.person_id);
