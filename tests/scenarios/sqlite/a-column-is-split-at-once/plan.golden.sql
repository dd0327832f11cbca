-- step-1 expand rebuild-table: rebuild people: add first_name, last_name; drop full_name
-- warning: breaks-running-code people.full_name: code that uses full_name fails
-- warning: rewrites-object people: every row of people is copied; nothing else can write to the file meanwhile
-- note: needs-disk people: a second copy of people stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  mail TEXT,
  age INTEGER,
  fax TEXT,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, mail, age, fax, first_name, last_name)
SELECT id, mail, age, fax, substr(full_name, 1, instr(full_name, ' ') - 1), substr(full_name, instr(full_name, ' ') + 1)
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
SELECT id, coalesce(first_name || ' ' || last_name, ''), mail, age, fax
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;

-- precheck: people.first_name has a value in every row
SELECT 1 AS violation FROM people WHERE (substr(full_name, 1, instr(full_name, ' ') - 1)) IS NULL;

-- precheck: people.last_name has a value in every row
SELECT 1 AS violation FROM people WHERE (substr(full_name, instr(full_name, ' ') + 1)) IS NULL;

-- precheck: full_name of people comes back the same from first_name, last_name
SELECT 1 AS violation FROM (SELECT full_name AS dblead_before_0, substr(full_name, 1, instr(full_name, ' ') - 1) AS first_name, substr(full_name, instr(full_name, ' ') + 1) AS last_name, id, mail, age, fax FROM people) WHERE dblead_before_0 IS NOT (first_name || ' ' || last_name);
