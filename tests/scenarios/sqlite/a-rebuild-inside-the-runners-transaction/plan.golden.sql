-- step-1 expand rebuild-table: rebuild people: change age
-- note: breaks-running-code people.age: code that leaves age out fails
-- warning: rewrites-object people: every row of people is copied; nothing else can write to the file meanwhile
-- note: needs-disk people: a second copy of people stands in the file until the old one is dropped
-- transaction: shared
PRAGMA defer_foreign_keys = ON;
CREATE TABLE dblead_old_people AS SELECT * FROM people;
DROP TABLE people;
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  mail TEXT,
  age INTEGER NOT NULL,
  fax TEXT,
  UNIQUE (mail)
);
INSERT INTO people (id, full_name, mail, age, fax)
SELECT id, full_name, mail, age, fax
FROM dblead_old_people;
DROP TABLE dblead_old_people;
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;

-- down (shared)
PRAGMA defer_foreign_keys = ON;
CREATE TABLE dblead_old_people AS SELECT * FROM people;
DROP TABLE people;
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  mail TEXT,
  age INTEGER,
  fax TEXT,
  UNIQUE (mail)
);
INSERT INTO people (id, full_name, mail, age, fax)
SELECT id, full_name, mail, age, fax
FROM dblead_old_people;
DROP TABLE dblead_old_people;
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;

-- precheck: people.age has a value in every row
SELECT 1 AS violation FROM people WHERE age IS NULL;
