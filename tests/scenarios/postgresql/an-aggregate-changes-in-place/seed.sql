INSERT INTO factors VALUES (1, 2), (2, 3);
