-- step-1 expand drop-index: drop index people_fax
-- note: slows-queries people: queries that use people_fax read more rows
-- transaction: shared
DROP INDEX people_fax;

-- down (shared)
CREATE INDEX people_fax ON people (fax);

-- step-2 expand create-index: create unique index people_fax on people
-- note: blocks-writes people: nothing else can write while the index is built
-- note: scans-object people: every row of people is read
-- note: breaks-running-code people: code that writes duplicates fails from now on
-- transaction: shared
CREATE UNIQUE INDEX people_fax ON people (fax);

-- down (shared)
DROP INDEX people_fax;

-- precheck: no two rows of people are the same in fax
SELECT 1 AS violation FROM people WHERE fax IS NOT NULL GROUP BY fax HAVING count(*) > 1;
