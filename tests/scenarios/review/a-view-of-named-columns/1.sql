SET LOCAL lock_timeout = '2s';
CREATE VIEW everybody AS SELECT id, name FROM users;
