INSERT INTO stars VALUES (1, ROW(1, 2, 3), ARRAY[ROW(1, 2, 3)::point3, NULL]), (2, NULL, '{}');
