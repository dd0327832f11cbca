SET LOCAL lock_timeout = '2s';
DELETE FROM pg_enum WHERE enumlabel = 'merry';
