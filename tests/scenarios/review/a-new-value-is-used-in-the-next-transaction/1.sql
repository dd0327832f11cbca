SET LOCAL lock_timeout = '2s';
ALTER TYPE mood ADD VALUE 'sad' BEFORE 'calm';
