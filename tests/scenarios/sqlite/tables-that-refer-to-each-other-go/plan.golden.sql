-- step-1 expand drop-table: drop table b
-- error: deletes-data b: every row of b is gone
-- warning: breaks-running-code b: code that uses b fails
-- way back: schema-only, loses every row of b
-- transaction: none
PRAGMA foreign_keys = OFF;
DROP TABLE b;
PRAGMA foreign_keys = ON;

-- down (shared)
CREATE TABLE b (
  id INTEGER PRIMARY KEY,
  a_id INTEGER REFERENCES a (id)
);

-- step-2 expand drop-table: drop table a
-- error: deletes-data a: every row of a is gone
-- warning: breaks-running-code a: code that uses a fails
-- way back: schema-only, loses every row of a
-- transaction: none
PRAGMA foreign_keys = OFF;
DROP TABLE a;
PRAGMA foreign_keys = ON;

-- down (shared)
CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  b_id INTEGER REFERENCES b (id)
);
