INSERT INTO offers VALUES (1, '[1,5)'), (2, NULL), (3, 'empty'), (4, '(,7]');
