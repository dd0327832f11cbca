-- step-1 expand rename-table: rename table people to persons
-- transaction: shared
ALTER TABLE people RENAME TO persons;

-- down (shared)
ALTER TABLE persons RENAME TO people;

-- step-2 expand create-view: create view people
-- transaction: shared
CREATE VIEW people AS SELECT id, full_name, mail, age, fax FROM persons;

-- down (shared)
DROP VIEW people;

-- step-3 expand create-trigger: create trigger dblead_req_0001_people_insert on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_insert INSTEAD OF INSERT ON people
BEGIN
  INSERT INTO persons (id, full_name, mail, age, fax) VALUES (NEW.id, NEW.full_name, NEW.mail, NEW.age, NEW.fax);
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_insert;

-- step-4 expand create-trigger: create trigger dblead_req_0001_people_update on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_update INSTEAD OF UPDATE ON people
BEGIN
  UPDATE persons SET id = NEW.id, full_name = NEW.full_name, mail = NEW.mail, age = NEW.age, fax = NEW.fax WHERE id IS OLD.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_update;

-- step-5 expand create-trigger: create trigger dblead_req_0001_people_delete on people
-- transaction: shared
CREATE TRIGGER dblead_req_0001_people_delete INSTEAD OF DELETE ON people
BEGIN
  DELETE FROM persons WHERE id IS OLD.id;
END;

-- down (shared)
DROP TRIGGER dblead_req_0001_people_delete;

-- step-6 contract deploy-gate: wait until no running release uses people any more
-- note: breaks-running-code people: a release that still uses people fails after this
-- gate: no running release uses people any more

-- step-7 contract drop-trigger: drop trigger dblead_req_0001_people_delete of people
-- note: weakens-integrity people: what dblead_req_0001_people_delete did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_delete;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_delete INSTEAD OF DELETE ON people
BEGIN
  DELETE FROM persons WHERE id IS OLD.id;
END;

-- step-8 contract drop-trigger: drop trigger dblead_req_0001_people_update of people
-- note: weakens-integrity people: what dblead_req_0001_people_update did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_update;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_update INSTEAD OF UPDATE ON people
BEGIN
  UPDATE persons SET id = NEW.id, full_name = NEW.full_name, mail = NEW.mail, age = NEW.age, fax = NEW.fax WHERE id IS OLD.id;
END;

-- step-9 contract drop-trigger: drop trigger dblead_req_0001_people_insert of people
-- note: weakens-integrity people: what dblead_req_0001_people_insert did no longer happens
-- transaction: shared
DROP TRIGGER dblead_req_0001_people_insert;

-- down (shared)
CREATE TRIGGER dblead_req_0001_people_insert INSTEAD OF INSERT ON people
BEGIN
  INSERT INTO persons (id, full_name, mail, age, fax) VALUES (NEW.id, NEW.full_name, NEW.mail, NEW.age, NEW.fax);
END;

-- step-10 contract drop-view: drop view people
-- note: breaks-running-code people: code that reads people fails
-- transaction: shared
DROP VIEW people;

-- down (shared)
CREATE VIEW people AS SELECT id, full_name, mail, age, fax FROM persons;
