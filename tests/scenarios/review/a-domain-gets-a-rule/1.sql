SET LOCAL lock_timeout = '2s';
ALTER DOMAIN code ADD CONSTRAINT short CHECK (length(VALUE) < 9);
