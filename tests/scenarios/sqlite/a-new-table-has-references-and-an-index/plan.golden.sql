-- step-1 expand create-table: create table visits
-- transaction: shared
CREATE TABLE visits (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (person_id, at)
) STRICT;

-- down (shared)
DROP TABLE visits;

-- step-2 expand create-index: create index visits_at on visits
-- note: blocks-writes visits: nothing else can write while the index is built
-- note: scans-object visits: every row of visits is read
-- transaction: shared
CREATE INDEX visits_at ON visits (at DESC) WHERE at IS NOT NULL;

-- down (shared)
DROP INDEX visits_at;
