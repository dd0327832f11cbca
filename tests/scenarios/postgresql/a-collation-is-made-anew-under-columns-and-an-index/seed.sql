INSERT INTO names VALUES (1, 'a', 'B'), (2, 'B', 'a');
