SET LOCAL lock_timeout = '2s';
ALTER TABLE orders SET (autovacuum_enabled = false);
