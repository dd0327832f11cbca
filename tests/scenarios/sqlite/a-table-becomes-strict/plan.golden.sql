-- step-1 expand rebuild-table: rebuild people: constraints
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
  UNIQUE (mail)
) STRICT;
INSERT INTO dblead_new_people (id, full_name, mail, age, fax)
SELECT id, full_name, mail, age, fax
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

-- precheck: every people.id fits INTEGER
SELECT 1 AS violation FROM people WHERE id IS NOT NULL AND typeof(id) NOT IN ('integer');

-- precheck: every people.full_name fits TEXT
SELECT 1 AS violation FROM people WHERE full_name IS NOT NULL AND typeof(full_name) NOT IN ('text', 'integer', 'real');

-- precheck: every people.mail fits TEXT
SELECT 1 AS violation FROM people WHERE mail IS NOT NULL AND typeof(mail) NOT IN ('text', 'integer', 'real');

-- precheck: every people.age fits INTEGER
SELECT 1 AS violation FROM people WHERE age IS NOT NULL AND typeof(age) NOT IN ('integer');

-- precheck: every people.fax fits TEXT
SELECT 1 AS violation FROM people WHERE fax IS NOT NULL AND typeof(fax) NOT IN ('text', 'integer', 'real');
