SET LOCAL lock_timeout = '2s';
ALTER TABLE lines ALTER COLUMN amount TYPE bigint;
