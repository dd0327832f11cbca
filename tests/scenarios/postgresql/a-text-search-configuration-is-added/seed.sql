INSERT INTO pages VALUES (1, 'running horses');
