-- step-1 expand add-column-in-place: alter people: add tier
-- transaction: shared
ALTER TABLE people ADD COLUMN tier TEXT;

-- down (shared)
ALTER TABLE people DROP COLUMN tier;

-- step-2 expand create-trigger: create trigger dblead_req_0001_people_1_insert_old on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_insert_old AFTER INSERT ON people
WHEN NEW.tier IS NULL AND TRUE
BEGIN
  UPDATE people SET tier = 'bronze' WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_insert_old;

-- step-3 expand create-trigger: create trigger dblead_req_0001_people_1_update_old on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_1_update_old AFTER UPDATE OF tier ON people
WHEN NEW.tier IS NULL
BEGIN
  UPDATE people SET tier = 'bronze' WHERE id IS NEW.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_1_update_old;

-- step-4 migrate backfill: fill tier of people
-- note: blocks-writes people: nothing else can write to the file until the update commits
-- note: scans-object people: every row of people is read
-- transaction: shared
UPDATE people SET tier = 'bronze' WHERE tier IS NULL;

-- step-5 contract deploy-gate: wait until the release that writes what the new schema requires is the only one running
-- gate: the release that writes what the new schema requires is the only one running

-- step-6 contract drop-trigger: drop trigger dblead_req_0001_people_1_update_old of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_update_old did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_update_old;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_update_old AFTER UPDATE OF tier ON people
WHEN NEW.tier IS NULL
BEGIN
  UPDATE people SET tier = 'bronze' WHERE id IS NEW.id;
END;

-- step-7 contract drop-trigger: drop trigger dblead_req_0001_people_1_insert_old of people
-- note: weakens-integrity people: what dblead_req_0001_people_1_insert_old did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_1_insert_old;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_1_insert_old AFTER INSERT ON people
WHEN NEW.tier IS NULL AND TRUE
BEGIN
  UPDATE people SET tier = 'bronze' WHERE id IS NEW.id;
END;

-- step-8 contract rebuild-table: rebuild people: change tier
-- note: breaks-running-code people.tier: code that leaves tier out fails
-- warning: rewrites-object people: every row of people is copied; nothing else can write to the file meanwhile
-- note: needs-disk people: a second copy of people stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_people (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  mail TEXT,
  age INTEGER,
  fax TEXT,
  tier TEXT NOT NULL CHECK (tier IN ('bronze', 'silver')),
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age, fax, tier)
SELECT id, full_name, mail, age, fax, tier
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
  fax TEXT,
  tier TEXT,
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age, fax, tier)
SELECT id, full_name, mail, age, fax, tier
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
COMMIT;
PRAGMA foreign_keys = ON;

-- precheck: every row of people satisfies tier IN ('bronze', 'silver')
SELECT 1 AS violation FROM people WHERE NOT (('bronze') IN ('bronze', 'silver'));
