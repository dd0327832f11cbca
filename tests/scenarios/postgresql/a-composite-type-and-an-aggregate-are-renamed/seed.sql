INSERT INTO customers VALUES (1, ROW('Elm 1'));
