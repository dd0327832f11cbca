SET LOCAL lock_timeout = '2s';
UPDATE users SET name = 'a', name = 'b' WHERE id = 1;
