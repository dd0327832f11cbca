-- step-1 expand rebuild-table: rebuild prices: change amount
-- warning: rewrites-object prices: every row of prices is copied; nothing else can write to the file meanwhile
-- note: needs-disk prices: a second copy of prices stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_prices (
  id INTEGER PRIMARY KEY,
  amount INTEGER NOT NULL
);
INSERT INTO dblead_new_prices (id, amount)
SELECT id, CAST(round(amount * 100) AS INTEGER)
FROM prices;
DROP TABLE prices;
ALTER TABLE dblead_new_prices RENAME TO prices;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_prices (
  id INTEGER PRIMARY KEY,
  amount REAL NOT NULL
);
INSERT INTO dblead_new_prices (id, amount)
SELECT id, coalesce(amount / 100.0, 0)
FROM prices;
DROP TABLE prices;
ALTER TABLE dblead_new_prices RENAME TO prices;
COMMIT;
PRAGMA foreign_keys = ON;
