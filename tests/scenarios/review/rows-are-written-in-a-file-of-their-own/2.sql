SET LOCAL lock_timeout = '2s';
UPDATE users SET level = 1 WHERE id < 1000;
