SET LOCAL lock_timeout = '2s';
SELECT enumlabel FROM pg_enum;
