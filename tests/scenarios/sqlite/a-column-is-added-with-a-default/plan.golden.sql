-- step-1 expand add-column-in-place: alter people: add tier
-- transaction: none
BEGIN IMMEDIATE;
ALTER TABLE people ADD COLUMN tier TEXT NOT NULL DEFAULT 'bronze' CHECK (tier IN ('bronze', 'silver', 'gold'));
COMMIT;

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

-- precheck: every row of people satisfies tier IN ('bronze', 'silver', 'gold')
SELECT 1 AS violation FROM people WHERE NOT (('bronze') IN ('bronze', 'silver', 'gold'));
