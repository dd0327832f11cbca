-- step-1 expand rename-column: alter people: rename mail to email
-- warning: breaks-running-code people.mail: code that uses mail fails: it is email now
-- transaction: shared
ALTER TABLE people RENAME COLUMN mail TO email;

-- down (shared)
ALTER TABLE people RENAME COLUMN email TO mail;
