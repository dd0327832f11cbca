SET LOCAL lock_timeout = '2s';
SET LOCAL work_mem = '64MB';
