ALTER TABLE notes ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'high', 'low'));
DELETE FROM notes WHERE body IS NULL;
