SET LOCAL lock_timeout = '2s';
ALTER TYPE mood RENAME VALUE 'merry' TO 'happy';
