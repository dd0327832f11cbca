CREATE OR REPLACE VIEW everybody AS SELECT id, name, email FROM users;
