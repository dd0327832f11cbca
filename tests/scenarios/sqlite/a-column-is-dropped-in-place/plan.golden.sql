-- step-1 expand drop-column: alter people: drop fax
-- error: deletes-data people.fax: the values of fax are gone
-- warning: breaks-running-code people.fax: code that uses fax fails
-- note: rewrites-object people: every row of people is rewritten to purge the values
-- way back: schema-only, loses values of people.fax
-- transaction: shared
ALTER TABLE people DROP COLUMN fax;

-- down (shared)
ALTER TABLE people ADD COLUMN fax TEXT;
