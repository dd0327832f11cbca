INSERT INTO app.people (mood) SELECT 'sad' FROM generate_series(1, 20);
