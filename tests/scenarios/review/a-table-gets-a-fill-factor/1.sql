SET LOCAL lock_timeout = '2s';
ALTER TABLE logs SET (fillfactor = 90);
