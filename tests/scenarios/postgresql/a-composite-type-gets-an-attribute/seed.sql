INSERT INTO customers VALUES (1, ROW('Elm 1', 'Rome')), (2, NULL), (3, ROW(NULL, 'Oslo'));
