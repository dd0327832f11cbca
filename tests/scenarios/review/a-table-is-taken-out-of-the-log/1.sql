SET LOCAL lock_timeout = '2s';
ALTER TABLE logs SET UNLOGGED;
