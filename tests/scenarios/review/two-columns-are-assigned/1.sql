SET LOCAL lock_timeout = '2s';
UPDATE users SET name = 'a', email = 'b' WHERE id = 1;
