-- step-1 expand rebuild-table: rebuild people: add first_name, last_name; change full_name
-- note: weakens-integrity people.full_name: full_name may be empty from now on
-- warning: rewrites-object people: every row of people is copied; nothing else can write to the file meanwhile
-- note: needs-disk people: a second copy of people stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  full_name TEXT,
  mail TEXT,
  age INTEGER,
  fax TEXT,
  first_name TEXT,
  last_name TEXT,
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
SELECT id, coalesce(full_name, ''), mail, age, fax
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
CREATE TEMPORARY TABLE dblead_foreign_key_check (violations INTEGER CHECK (violations = 0));
INSERT INTO temp.dblead_foreign_key_check SELECT (SELECT count(*) FROM pragma_foreign_key_check('notes'));
DROP TABLE temp.dblead_foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;

-- step-2 expand create-trigger: create trigger dblead_req_0001_people_1_insert_old on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_insert_old AFTER INSERT ON people
WHEN NEW.first_name IS NULL AND NEW.last_name IS NULL AND (NEW.full_name IS NOT NULL)
BEGIN
  UPDATE people SET first_name = substr(full_name, 1, instr(full_name, ' ') - 1), last_name = substr(full_name, instr(full_name, ' ') + 1) WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_insert_old;

-- step-3 expand create-trigger: create trigger dblead_req_0001_people_1_update_old on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_update_old AFTER UPDATE OF full_name ON people
WHEN (NEW.full_name IS NOT OLD.full_name) AND NOT (NEW.first_name IS NOT OLD.first_name OR NEW.last_name IS NOT OLD.last_name) AND (NEW.first_name IS NOT (substr(NEW.full_name, 1, instr(NEW.full_name, ' ') - 1)) OR NEW.last_name IS NOT (substr(NEW.full_name, instr(NEW.full_name, ' ') + 1))) AND (NEW.full_name IS NOT (NEW.first_name || ' ' || NEW.last_name))
BEGIN
  UPDATE people SET first_name = substr(full_name, 1, instr(full_name, ' ') - 1), last_name = substr(full_name, instr(full_name, ' ') + 1) WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_update_old;

-- step-4 expand create-trigger: create trigger dblead_req_0001_people_1_insert_new on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_insert_new AFTER INSERT ON people
WHEN (NEW.first_name IS NOT NULL OR NEW.last_name IS NOT NULL) AND (NEW.full_name IS NOT (NEW.first_name || ' ' || NEW.last_name))
BEGIN
  UPDATE people SET full_name = first_name || ' ' || last_name WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_insert_new;

-- step-5 expand create-trigger: create trigger dblead_req_0001_people_1_update_new on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_update_new AFTER UPDATE OF first_name, last_name ON people
WHEN (NEW.first_name IS NOT OLD.first_name OR NEW.last_name IS NOT OLD.last_name) AND (NEW.first_name IS NOT (substr(NEW.full_name, 1, instr(NEW.full_name, ' ') - 1)) OR NEW.last_name IS NOT (substr(NEW.full_name, instr(NEW.full_name, ' ') + 1))) AND (NEW.full_name IS NOT (NEW.first_name || ' ' || NEW.last_name))
BEGIN
  UPDATE people SET full_name = first_name || ' ' || last_name WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_update_new;

-- step-6 migrate backfill: fill first_name, last_name of people
-- note: blocks-writes people: nothing else can write to the file until the update commits
-- note: scans-object people: every row of people is read
-- transaction: shared
UPDATE people SET first_name = substr(full_name, 1, instr(full_name, ' ') - 1), last_name = substr(full_name, instr(full_name, ' ') + 1) WHERE first_name IS NULL AND last_name IS NULL AND (full_name IS NOT NULL);

-- step-7 contract deploy-gate: wait until no running release uses people.full_name any more
-- note: breaks-running-code people.full_name: a release that still uses people.full_name fails after this
-- gate: no running release uses people.full_name any more

-- step-8 contract drop-trigger: drop trigger dblead_req_0001_people_1_update_new of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_update_new did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_update_new;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_update_new AFTER UPDATE OF first_name, last_name ON people
WHEN (NEW.first_name IS NOT OLD.first_name OR NEW.last_name IS NOT OLD.last_name) AND (NEW.first_name IS NOT (substr(NEW.full_name, 1, instr(NEW.full_name, ' ') - 1)) OR NEW.last_name IS NOT (substr(NEW.full_name, instr(NEW.full_name, ' ') + 1))) AND (NEW.full_name IS NOT (NEW.first_name || ' ' || NEW.last_name))
BEGIN
  UPDATE people SET full_name = first_name || ' ' || last_name WHERE id IS NEW.id;
END;

-- step-9 contract drop-trigger: drop trigger dblead_req_0001_people_1_insert_new of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_insert_new did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_insert_new;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_insert_new AFTER INSERT ON people
WHEN (NEW.first_name IS NOT NULL OR NEW.last_name IS NOT NULL) AND (NEW.full_name IS NOT (NEW.first_name || ' ' || NEW.last_name))
BEGIN
  UPDATE people SET full_name = first_name || ' ' || last_name WHERE id IS NEW.id;
END;

-- step-10 contract drop-trigger: drop trigger dblead_req_0001_people_1_update_old of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_update_old did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_update_old;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_update_old AFTER UPDATE OF full_name ON people
WHEN (NEW.full_name IS NOT OLD.full_name) AND NOT (NEW.first_name IS NOT OLD.first_name OR NEW.last_name IS NOT OLD.last_name) AND (NEW.first_name IS NOT (substr(NEW.full_name, 1, instr(NEW.full_name, ' ') - 1)) OR NEW.last_name IS NOT (substr(NEW.full_name, instr(NEW.full_name, ' ') + 1))) AND (NEW.full_name IS NOT (NEW.first_name || ' ' || NEW.last_name))
BEGIN
  UPDATE people SET first_name = substr(full_name, 1, instr(full_name, ' ') - 1), last_name = substr(full_name, instr(full_name, ' ') + 1) WHERE id IS NEW.id;
END;

-- step-11 contract drop-trigger: drop trigger dblead_req_0001_people_1_insert_old of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_insert_old did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_insert_old;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_insert_old AFTER INSERT ON people
WHEN NEW.first_name IS NULL AND NEW.last_name IS NULL AND (NEW.full_name IS NOT NULL)
BEGIN
  UPDATE people SET first_name = substr(full_name, 1, instr(full_name, ' ') - 1), last_name = substr(full_name, instr(full_name, ' ') + 1) WHERE id IS NEW.id;
END;

-- step-12 contract rebuild-table: rebuild people: drop full_name; change first_name, last_name
-- warning: breaks-running-code people.full_name: code that uses full_name fails
-- note: breaks-running-code people.first_name: code that leaves first_name out fails
-- note: breaks-running-code people.last_name: code that leaves last_name out fails
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
SELECT id, mail, age, fax, first_name, last_name
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
  full_name TEXT,
  mail TEXT,
  age INTEGER,
  fax TEXT,
  first_name TEXT,
  last_name TEXT,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age, fax, first_name, last_name)
SELECT id, first_name || ' ' || last_name, mail, age, fax, first_name, last_name
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
