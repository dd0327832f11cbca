INSERT INTO places VALUES (1, 'Rome', 'Italy');
