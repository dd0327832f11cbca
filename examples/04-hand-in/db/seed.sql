WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
INSERT INTO notes (id, title, body) SELECT i, 'Note ' || i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'Text of note ' || i END FROM n;
