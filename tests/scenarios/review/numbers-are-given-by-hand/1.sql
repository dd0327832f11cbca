SET LOCAL lock_timeout = '2s';
INSERT INTO shops (id, title) VALUES (1, 'corner'), (2, 'mall');
