SET LOCAL lock_timeout = '2s';
ALTER TABLE users ALTER COLUMN tier TYPE varchar(5);
