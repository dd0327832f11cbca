SET LOCAL lock_timeout = '2s';
CREATE PUBLICATION feed FOR TABLE logs;
