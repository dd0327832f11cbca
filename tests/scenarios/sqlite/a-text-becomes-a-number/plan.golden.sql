-- step-1 expand rebuild-table: rebuild codes: change code
-- warning: rewrites-object codes: every row of codes is copied; nothing else can write to the file meanwhile
-- note: needs-disk codes: a second copy of codes stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_codes (
  id INTEGER PRIMARY KEY,
  code INTEGER NOT NULL
);
INSERT INTO dblead_new_codes (id, code)
SELECT id, code
FROM codes;
DROP TABLE codes;
ALTER TABLE dblead_new_codes RENAME TO codes;
CREATE INDEX codes_code ON codes (code);
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_codes (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL
);
INSERT INTO dblead_new_codes (id, code)
SELECT id, code
FROM codes;
DROP TABLE codes;
ALTER TABLE dblead_new_codes RENAME TO codes;
CREATE INDEX codes_code ON codes (code);
COMMIT;
PRAGMA foreign_keys = ON;

-- precheck: every codes.code is written as a number
SELECT 1 AS violation FROM codes WHERE typeof(code) = 'text' AND CAST(CAST(code AS NUMERIC) AS TEXT) <> code;
