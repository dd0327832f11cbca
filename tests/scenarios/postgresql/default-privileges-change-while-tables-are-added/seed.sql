INSERT INTO app.orders VALUES (1);
