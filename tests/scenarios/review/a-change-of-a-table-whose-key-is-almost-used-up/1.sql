SET LOCAL lock_timeout = '2s';
ALTER TABLE counters ADD COLUMN seen date;
