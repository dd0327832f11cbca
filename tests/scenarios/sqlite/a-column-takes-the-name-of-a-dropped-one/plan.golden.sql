-- step-1 expand rebuild-table: rebuild t: rename name to old
-- error: deletes-data t.old: the values of old are gone
-- warning: breaks-running-code t.name: code that uses name fails: it is old now
-- note: breaks-running-code t.old: code that leaves old out fails
-- warning: rewrites-object t: every row of t is copied; nothing else can write to the file meanwhile
-- note: needs-disk t: a second copy of t stands in the file until the old one is dropped
-- way back: schema-only, loses values of t.old
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_t (
  id INTEGER PRIMARY KEY,
  old TEXT NOT NULL
);
INSERT INTO dblead_new_t (id, old)
SELECT id, name
FROM t;
DROP TABLE t;
ALTER TABLE dblead_new_t RENAME TO t;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
BEGIN IMMEDIATE;
ALTER TABLE t RENAME COLUMN old TO name;
COMMIT;

-- down (none)
BEGIN IMMEDIATE;
ALTER TABLE t ADD COLUMN old TEXT;
COMMIT;
