SET LOCAL lock_timeout = '2s';
INSERT INTO shops (title) VALUES ('corner');
