SET LOCAL lock_timeout = '2s';
CREATE VIEW bodies AS SELECT id, body FROM secrets;
