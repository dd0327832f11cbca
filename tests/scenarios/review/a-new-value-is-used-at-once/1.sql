SET LOCAL lock_timeout = '2s';
ALTER TYPE mood ADD VALUE 'sad' BEFORE 'calm';
ALTER TABLE users ADD COLUMN feels mood DEFAULT 'sad';
