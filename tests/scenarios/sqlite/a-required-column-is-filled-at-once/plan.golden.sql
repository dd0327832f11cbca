-- step-1 expand rebuild-table: rebuild people: add tier
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
SELECT id, full_name, mail, age, fax, 'bronze'
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
  UNIQUE (mail)
);
INSERT INTO dblead_new_people (id, full_name, mail, age, fax)
SELECT id, full_name, mail, age, fax
FROM people;
DROP TABLE people;
ALTER TABLE dblead_new_people RENAME TO people;
COMMIT;
PRAGMA foreign_keys = ON;

-- precheck: every row of people satisfies tier IN ('bronze', 'silver')
SELECT 1 AS violation FROM people WHERE NOT (('bronze') IN ('bronze', 'silver'));
