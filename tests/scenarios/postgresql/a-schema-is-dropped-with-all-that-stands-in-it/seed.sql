INSERT INTO old.a SELECT FROM generate_series(1, 5);
INSERT INTO old.b SELECT id FROM old.a;
