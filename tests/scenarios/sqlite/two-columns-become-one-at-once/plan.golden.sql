-- step-1 expand rebuild-table: rebuild places: add line; drop street, house
-- warning: breaks-running-code places.street: code that uses street fails
-- warning: breaks-running-code places.house: code that uses house fails
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
SELECT id, town, street || ', ' || house
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
SELECT id, coalesce(substr(line, 1, instr(line, ', ') - 1), ''), coalesce(substr(line, instr(line, ', ') + 2), ''), town
FROM places;
DROP TABLE places;
ALTER TABLE dblead_new_places RENAME TO places;
COMMIT;
PRAGMA foreign_keys = ON;

-- precheck: places.line has a value in every row
SELECT 1 AS violation FROM places WHERE (street || ', ' || house) IS NULL;

-- precheck: street, house of places comes back the same from line
SELECT 1 AS violation FROM (SELECT street AS dblead_before_0, house AS dblead_before_1, street || ', ' || house AS line, id, town FROM places) WHERE dblead_before_0 IS NOT (substr(line, 1, instr(line, ', ') - 1)) OR dblead_before_1 IS NOT (substr(line, instr(line, ', ') + 2));
