-- step-1 expand rename-table: rename table people to persons
-- warning: breaks-running-code people: code that uses the name people fails
-- transaction: shared
ALTER TABLE people RENAME TO persons;

-- down (shared)
ALTER TABLE persons RENAME TO people;
