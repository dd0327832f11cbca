SET LOCAL lock_timeout = '2s';
ANALYZE orders;
