-- step-1 expand rebuild-table: rebuild places: add line; change street, house
-- note: weakens-integrity places.street: street may be empty from now on
-- note: weakens-integrity places.house: house may be empty from now on
-- warning: rewrites-object places: every row of places is copied; nothing else can write to the file meanwhile
-- note: needs-disk places: a second copy of places stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_places (
  id INTEGER PRIMARY KEY,
  street TEXT,
  house TEXT,
  town TEXT,
  line TEXT
);
INSERT INTO dblead_new_places (id, street, house, town)
SELECT id, street, house, town
FROM places;
DROP TABLE places;
ALTER TABLE dblead_new_places RENAME TO places;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_places (
  id INTEGER PRIMARY KEY,
  street TEXT NOT NULL,
  house TEXT NOT NULL,
  town TEXT
);
INSERT INTO dblead_new_places (id, street, house, town)
SELECT id, coalesce(street, ''), coalesce(house, ''), town
FROM places;
DROP TABLE places;
ALTER TABLE dblead_new_places RENAME TO places;
COMMIT;
PRAGMA foreign_keys = ON;

-- step-2 expand create-trigger: create trigger dblead_req_0001_places_1_insert_old on places
-- transaction: shared
CREATE TRIGGER dblead_req_0001_places_1_insert_old AFTER INSERT ON places
WHEN NEW.line IS NULL AND (NEW.street IS NOT NULL OR NEW.house IS NOT NULL)
BEGIN
  UPDATE places SET line = street || ', ' || house WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_places_1_insert_old;

-- step-3 expand create-trigger: create trigger dblead_req_0001_places_1_update_old on places
-- transaction: shared
CREATE TRIGGER dblead_req_0001_places_1_update_old AFTER UPDATE OF street, house ON places
WHEN (NEW.street IS NOT OLD.street OR NEW.house IS NOT OLD.house) AND NOT (NEW.line IS NOT OLD.line) AND (NEW.line IS NOT (NEW.street || ', ' || NEW.house)) AND (NEW.street IS NOT (substr(NEW.line, 1, instr(NEW.line, ', ') - 1)) OR NEW.house IS NOT (substr(NEW.line, instr(NEW.line, ', ') + 2)))
BEGIN
  UPDATE places SET line = street || ', ' || house WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_places_1_update_old;

-- step-4 expand create-trigger: create trigger dblead_req_0001_places_1_insert_new on places
-- transaction: shared
CREATE TRIGGER dblead_req_0001_places_1_insert_new AFTER INSERT ON places
WHEN (NEW.line IS NOT NULL) AND (NEW.street IS NOT (substr(NEW.line, 1, instr(NEW.line, ', ') - 1)) OR NEW.house IS NOT (substr(NEW.line, instr(NEW.line, ', ') + 2)))
BEGIN
  UPDATE places SET street = substr(line, 1, instr(line, ', ') - 1), house = substr(line, instr(line, ', ') + 2) WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_places_1_insert_new;

-- step-5 expand create-trigger: create trigger dblead_req_0001_places_1_update_new on places
-- transaction: shared
CREATE TRIGGER dblead_req_0001_places_1_update_new AFTER UPDATE OF line ON places
WHEN (NEW.line IS NOT OLD.line) AND (NEW.line IS NOT (NEW.street || ', ' || NEW.house)) AND (NEW.street IS NOT (substr(NEW.line, 1, instr(NEW.line, ', ') - 1)) OR NEW.house IS NOT (substr(NEW.line, instr(NEW.line, ', ') + 2)))
BEGIN
  UPDATE places SET street = substr(line, 1, instr(line, ', ') - 1), house = substr(line, instr(line, ', ') + 2) WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_places_1_update_new;

-- step-6 migrate backfill: fill line of places
-- note: blocks-writes places: nothing else can write to the file until the update commits
-- note: scans-object places: every row of places is read
-- transaction: shared
UPDATE places SET line = street || ', ' || house WHERE line IS NULL AND (street IS NOT NULL OR house IS NOT NULL);

-- step-7 contract deploy-gate: wait until no running release uses places.street, places.house any more
-- note: breaks-running-code places.street: a release that still uses places.street fails after this
-- note: breaks-running-code places.house: a release that still uses places.house fails after this
-- gate: no running release uses places.street, places.house any more

-- step-8 contract drop-trigger: drop trigger dblead_req_0001_places_1_update_new of places
-- note: weakens-integrity places: what dblead_req_0001_places_1_update_new did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_places_1_update_new;

-- down (shared)
CREATE TRIGGER dblead_req_0001_places_1_update_new AFTER UPDATE OF line ON places
WHEN (NEW.line IS NOT OLD.line) AND (NEW.line IS NOT (NEW.street || ', ' || NEW.house)) AND (NEW.street IS NOT (substr(NEW.line, 1, instr(NEW.line, ', ') - 1)) OR NEW.house IS NOT (substr(NEW.line, instr(NEW.line, ', ') + 2)))
BEGIN
  UPDATE places SET street = substr(line, 1, instr(line, ', ') - 1), house = substr(line, instr(line, ', ') + 2) WHERE id IS NEW.id;
END;

-- step-9 contract drop-trigger: drop trigger dblead_req_0001_places_1_insert_new of places
-- note: weakens-integrity places: what dblead_req_0001_places_1_insert_new did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_places_1_insert_new;

-- down (shared)
CREATE TRIGGER dblead_req_0001_places_1_insert_new AFTER INSERT ON places
WHEN (NEW.line IS NOT NULL) AND (NEW.street IS NOT (substr(NEW.line, 1, instr(NEW.line, ', ') - 1)) OR NEW.house IS NOT (substr(NEW.line, instr(NEW.line, ', ') + 2)))
BEGIN
  UPDATE places SET street = substr(line, 1, instr(line, ', ') - 1), house = substr(line, instr(line, ', ') + 2) WHERE id IS NEW.id;
END;

-- step-10 contract drop-trigger: drop trigger dblead_req_0001_places_1_update_old of places
-- note: weakens-integrity places: what dblead_req_0001_places_1_update_old did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_places_1_update_old;

-- down (shared)
CREATE TRIGGER dblead_req_0001_places_1_update_old AFTER UPDATE OF street, house ON places
WHEN (NEW.street IS NOT OLD.street OR NEW.house IS NOT OLD.house) AND NOT (NEW.line IS NOT OLD.line) AND (NEW.line IS NOT (NEW.street || ', ' || NEW.house)) AND (NEW.street IS NOT (substr(NEW.line, 1, instr(NEW.line, ', ') - 1)) OR NEW.house IS NOT (substr(NEW.line, instr(NEW.line, ', ') + 2)))
BEGIN
  UPDATE places SET line = street || ', ' || house WHERE id IS NEW.id;
END;

-- step-11 contract drop-trigger: drop trigger dblead_req_0001_places_1_insert_old of places
-- note: weakens-integrity places: what dblead_req_0001_places_1_insert_old did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_places_1_insert_old;

-- down (shared)
CREATE TRIGGER dblead_req_0001_places_1_insert_old AFTER INSERT ON places
WHEN NEW.line IS NULL AND (NEW.street IS NOT NULL OR NEW.house IS NOT NULL)
BEGIN
  UPDATE places SET line = street || ', ' || house WHERE id IS NEW.id;
END;

-- step-12 contract rebuild-table: rebuild places: drop street, house; change line
-- warning: breaks-running-code places.street: code that uses street fails
-- warning: breaks-running-code places.house: code that uses house fails
-- note: breaks-running-code places.line: code that leaves line out fails
-- warning: rewrites-object places: every row of places is copied; nothing else can write to the file meanwhile
-- note: needs-disk places: a second copy of places stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_places (
  id INTEGER PRIMARY KEY,
  town TEXT,
  line TEXT NOT NULL
);
INSERT INTO dblead_new_places (id, town, line)
SELECT id, town, line
FROM places;
DROP TABLE places;
ALTER TABLE dblead_new_places RENAME TO places;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_places (
  id INTEGER PRIMARY KEY,
  street TEXT,
  house TEXT,
  town TEXT,
  line TEXT
);
INSERT INTO dblead_new_places (id, street, house, town, line)
SELECT id, substr(line, 1, instr(line, ', ') - 1), substr(line, instr(line, ', ') + 2), town, line
FROM places;
DROP TABLE places;
ALTER TABLE dblead_new_places RENAME TO places;
COMMIT;
PRAGMA foreign_keys = ON;

-- precheck: places.line has a value in every row
SELECT 1 AS violation FROM places WHERE (street || ', ' || house) IS NULL;

-- precheck: street, house of places comes back the same from line
SELECT 1 AS violation FROM (SELECT street AS dblead_before_0, house AS dblead_before_1, street || ', ' || house AS line, id, town FROM places) WHERE dblead_before_0 IS NOT (substr(line, 1, instr(line, ', ') - 1)) OR dblead_before_1 IS NOT (substr(line, instr(line, ', ') + 2));
