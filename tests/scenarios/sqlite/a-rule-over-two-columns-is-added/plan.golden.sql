-- step-1 expand rebuild-table: rebuild spans: constraints
-- warning: rewrites-object spans: every row of spans is copied; nothing else can write to the file meanwhile
-- note: needs-disk spans: a second copy of spans stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_spans (
  begins INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  label TEXT,
  PRIMARY KEY (begins, ends),
  CONSTRAINT in_order CHECK (ends > begins)
) WITHOUT ROWID;
INSERT INTO dblead_new_spans (begins, ends, label)
SELECT begins, ends, label
FROM spans;
DROP TABLE spans;
ALTER TABLE dblead_new_spans RENAME TO spans;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_spans (
  begins INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  label TEXT,
  PRIMARY KEY (begins, ends)
) WITHOUT ROWID;
INSERT INTO dblead_new_spans (begins, ends, label)
SELECT begins, ends, label
FROM spans;
DROP TABLE spans;
ALTER TABLE dblead_new_spans RENAME TO spans;
COMMIT;
PRAGMA foreign_keys = ON;

-- precheck: every row of spans satisfies ends > begins
SELECT 1 AS violation FROM spans WHERE NOT (ends > begins);
