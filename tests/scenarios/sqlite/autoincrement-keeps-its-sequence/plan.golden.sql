-- step-1 expand rebuild-table: rebuild tickets: change title
-- note: breaks-running-code tickets.title: code that leaves title out fails
-- warning: rewrites-object tickets: every row of tickets is copied; nothing else can write to the file meanwhile
-- note: needs-disk tickets: a second copy of tickets stands in the file until the old one is dropped
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_tickets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL
);
INSERT INTO dblead_new_tickets (id, title)
SELECT id, title
FROM tickets;
DELETE FROM sqlite_sequence WHERE name = 'dblead_new_tickets';
INSERT INTO sqlite_sequence (name, seq) SELECT 'dblead_new_tickets', seq FROM sqlite_sequence WHERE name = 'tickets';
DROP TABLE tickets;
ALTER TABLE dblead_new_tickets RENAME TO tickets;
COMMIT;
PRAGMA foreign_keys = ON;

-- down (none)
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE dblead_new_tickets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT
);
INSERT INTO dblead_new_tickets (id, title)
SELECT id, title
FROM tickets;
DELETE FROM sqlite_sequence WHERE name = 'dblead_new_tickets';
INSERT INTO sqlite_sequence (name, seq) SELECT 'dblead_new_tickets', seq FROM sqlite_sequence WHERE name = 'tickets';
DROP TABLE tickets;
ALTER TABLE dblead_new_tickets RENAME TO tickets;
COMMIT;
PRAGMA foreign_keys = ON;

-- precheck: tickets.title has a value in every row
SELECT 1 AS violation FROM tickets WHERE title IS NULL;
