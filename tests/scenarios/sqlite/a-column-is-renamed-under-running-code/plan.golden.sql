-- step-1 expand rebuild-table: rebuild people: add email; change mail
-- note: weakens-integrity people.mail: mail may be empty from now on
-- warning: rewrites-object people: every row of people is copied; nothing else can write to the file meanwhile
-- note: needs-disk people: a second copy of people stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
DROP VIEW adults;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  mail TEXT,
  age INTEGER,
  email TEXT,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age)
SELECT id, full_name, mail, age
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
CREATE INDEX people_by_mail ON people (mail);
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
SELECT id, full_name, coalesce(mail, 'lost-' || rowid), age
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
CREATE INDEX people_by_mail ON people (mail);
CREATE VIEW adults AS SELECT id, mail FROM people WHERE age >= 18;
COMMIT;
PRAGMA foreign_keys = ON;

-- step-2 expand create-trigger: create trigger dblead_req_0001_people_1_insert_old on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_insert_old AFTER INSERT ON people
WHEN NEW.email IS NULL AND (NEW.mail IS NOT NULL)
BEGIN
  UPDATE people SET email = mail WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_insert_old;

-- step-3 expand create-trigger: create trigger dblead_req_0001_people_1_update_old on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_update_old AFTER UPDATE OF mail ON people
WHEN (NEW.mail IS NOT OLD.mail) AND NOT (NEW.email IS NOT OLD.email) AND (NEW.email IS NOT (NEW.mail)) AND (NEW.mail IS NOT (NEW.email))
BEGIN
  UPDATE people SET email = mail WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_update_old;

-- step-4 expand create-trigger: create trigger dblead_req_0001_people_1_insert_new on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_insert_new AFTER INSERT ON people
WHEN (NEW.email IS NOT NULL) AND (NEW.mail IS NOT (NEW.email))
BEGIN
  UPDATE people SET mail = email WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_insert_new;

-- step-5 expand create-trigger: create trigger dblead_req_0001_people_1_update_new on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_update_new AFTER UPDATE OF email ON people
WHEN (NEW.email IS NOT OLD.email) AND (NEW.email IS NOT (NEW.mail)) AND (NEW.mail IS NOT (NEW.email))
BEGIN
  UPDATE people SET mail = email WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_update_new;

-- step-6 migrate backfill: fill email of people
-- note: blocks-writes people: nothing else can write to the file until the update commits
-- note: scans-object people: every row of people is read
-- transaction: shared
UPDATE people SET email = mail WHERE email IS NULL AND (mail IS NOT NULL);

-- step-7 contract deploy-gate: wait until no running release uses people.mail any more
-- note: breaks-running-code people.mail: a release that still uses people.mail fails after this
-- gate: no running release uses people.mail any more

-- step-8 contract drop-trigger: drop trigger dblead_req_0001_people_1_update_new of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_update_new did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_update_new;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_update_new AFTER UPDATE OF email ON people
WHEN (NEW.email IS NOT OLD.email) AND (NEW.email IS NOT (NEW.mail)) AND (NEW.mail IS NOT (NEW.email))
BEGIN
  UPDATE people SET mail = email WHERE id IS NEW.id;
END;

-- step-9 contract drop-trigger: drop trigger dblead_req_0001_people_1_insert_new of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_insert_new did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_insert_new;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_insert_new AFTER INSERT ON people
WHEN (NEW.email IS NOT NULL) AND (NEW.mail IS NOT (NEW.email))
BEGIN
  UPDATE people SET mail = email WHERE id IS NEW.id;
END;

-- step-10 contract drop-trigger: drop trigger dblead_req_0001_people_1_update_old of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_update_old did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_update_old;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_update_old AFTER UPDATE OF mail ON people
WHEN (NEW.mail IS NOT OLD.mail) AND NOT (NEW.email IS NOT OLD.email) AND (NEW.email IS NOT (NEW.mail)) AND (NEW.mail IS NOT (NEW.email))
BEGIN
  UPDATE people SET email = mail WHERE id IS NEW.id;
END;

-- step-11 contract drop-trigger: drop trigger dblead_req_0001_people_1_insert_old of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_insert_old did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_insert_old;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_insert_old AFTER INSERT ON people
WHEN NEW.email IS NULL AND (NEW.mail IS NOT NULL)
BEGIN
  UPDATE people SET email = mail WHERE id IS NEW.id;
END;

-- step-12 contract drop-view: drop view adults
-- note: breaks-running-code adults: code that reads adults fails
-- transaction: shared
DROP VIEW adults;

-- down (shared)
CREATE VIEW adults AS SELECT id, mail FROM people WHERE age >= 18;

-- step-13 contract drop-index: drop index people_by_mail
-- note: slows-queries people: queries that use people_by_mail read more rows
-- transaction: shared
DROP INDEX people_by_mail;

-- down (shared)
CREATE INDEX people_by_mail ON people (mail);

-- step-14 contract rebuild-table: rebuild people: drop mail; change email
-- warning: breaks-running-code people.mail: code that uses mail fails
-- note: breaks-running-code people.email: code that leaves email out fails
-- warning: rewrites-object people: every row of people is copied; nothing else can write to the file meanwhile
-- note: needs-disk people: a second copy of people stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  email TEXT NOT NULL,
  age INTEGER,
  UNIQUE (email)
);
INSERT INTO dblead_new_people (id, full_name, email, age)
SELECT id, full_name, email, age
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
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
  email TEXT,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age, email)
SELECT id, full_name, email, age, email
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
COMMIT;
PRAGMA foreign_keys = ON;

-- step-15 contract create-index: create index people_by_mail on people
-- note: blocks-writes people: nothing else can write while the index is built
-- note: scans-object people: every row of people is read
-- transaction: shared
CREATE INDEX people_by_mail ON people (email);

-- down (shared)
DROP INDEX people_by_mail;

-- step-16 contract create-view: create view adults
-- transaction: shared
CREATE VIEW adults AS SELECT id, email FROM people WHERE age >= 18;

-- down (shared)
DROP VIEW adults;
