SET LOCAL lock_timeout = '2s';
SET LOCAL statement_timeout = '5s';
