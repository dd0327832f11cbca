-- step-1 expand drop-view: drop view both
-- transaction: shared
DROP VIEW both;

-- down (shared)
CREATE VIEW both AS SELECT n.body, p.full_name FROM notes AS n JOIN people AS p ON p.id = n.person_id;

-- step-2 expand rebuild-table: rebuild people: change age
-- note: breaks-running-code people.age: code that leaves age out fails
-- warning: rewrites-object people: every row of people is copied; nothing else can write to the file meanwhile
-- note: needs-disk people: a second copy of people stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  mail TEXT,
  age INTEGER NOT NULL,
  fax TEXT,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age, fax)
SELECT id, full_name, mail, age, fax
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  mail TEXT,
  age INTEGER,
  fax TEXT,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age, fax)
SELECT id, full_name, mail, age, fax
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;

-- step-3 expand rebuild-table: rebuild notes: change body
-- note: breaks-running-code notes.body: code that leaves body out fails
-- warning: rewrites-object notes: every row of notes is copied; nothing else can write to the file meanwhile
-- note: needs-disk notes: a second copy of notes stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_notes (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
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

-- step-4 expand create-view: create view both
-- transaction: shared
CREATE VIEW both AS SELECT n.body, p.full_name FROM notes AS n JOIN people AS p ON p.id = n.person_id;

-- down (shared)
DROP VIEW both;

-- precheck: people.age has a value in every row
SELECT 1 AS violation FROM people WHERE age IS NULL;

-- precheck: notes.body has a value in every row
SELECT 1 AS violation FROM notes WHERE body IS NULL;
