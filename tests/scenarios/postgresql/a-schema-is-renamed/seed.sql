INSERT INTO app.people (mood) SELECT 'sad' FROM generate_series(1, 20);
INSERT INTO app.notes (person) SELECT id FROM app.people;
