-- step-1 expand rebuild-table: rebuild people: change full_name
-- note: weakens-integrity people.full_name: full_name may be empty from now on
-- warning: rewrites-object people: every row of people is copied; nothing else can write to the file meanwhile
-- note: needs-disk people: a second copy of people stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
DROP VIEW adults;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  full_name TEXT,
  mail TEXT NOT NULL,
  age INTEGER,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age)
SELECT id, full_name, mail, age
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
CREATE VIEW adults AS SELECT id, mail FROM people WHERE age >= 18;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
DROP VIEW adults;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  mail TEXT NOT NULL,
  age INTEGER,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age)
SELECT id, coalesce(full_name, ''), mail, age
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
CREATE VIEW adults AS SELECT id, mail FROM people WHERE age >= 18;
COMMIT;
PRAGMA foreign_keys = ON;

-- step-2 contract deploy-gate: wait until no running release uses people.full_name any more
-- note: breaks-running-code people.full_name: a release that still uses people.full_name fails after this
-- gate: no running release uses people.full_name any more

-- step-3 contract drop-column: alter people: drop full_name
-- error: deletes-data people.full_name: the values of full_name are gone
-- warning: breaks-running-code people.full_name: code that uses full_name fails
-- note: rewrites-object people: every row of people is rewritten to purge the values
-- way back: schema-only, loses values of people.full_name
-- transaction: shared
ALTER TABLE people DROP COLUMN full_name;

-- down (shared)
ALTER TABLE people ADD COLUMN full_name TEXT;
