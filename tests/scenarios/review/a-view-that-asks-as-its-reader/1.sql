SET LOCAL lock_timeout = '2s';
CREATE VIEW bodies WITH (security_invoker = true) AS SELECT id, body FROM secrets;
