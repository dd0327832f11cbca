SET LOCAL lock_timeout = '2s';
ALTER ROLE ALL SET work_mem = '64MB';
