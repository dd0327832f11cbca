SET LOCAL lock_timeout = '2s';
SET LOCAL session_replication_role = replica;
