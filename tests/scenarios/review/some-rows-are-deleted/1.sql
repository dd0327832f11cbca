SET LOCAL lock_timeout = '2s';
DELETE FROM logs WHERE at < '2020-01-01';
