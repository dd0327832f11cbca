-- step-1 expand add-column-in-place: alter people: add mail_lower
-- transaction: shared
ALTER TABLE people ADD COLUMN mail_lower TEXT GENERATED ALWAYS AS (lower(mail)) VIRTUAL;

-- down (shared)
ALTER TABLE people DROP COLUMN mail_lower;

-- step-2 expand create-index: create index people_mail_lower on people
-- note: blocks-writes people: nothing else can write while the index is built
-- note: scans-object people: every row of people is read
-- transaction: shared
CREATE INDEX people_mail_lower ON people (mail_lower);

-- down (shared)
DROP INDEX people_mail_lower;
