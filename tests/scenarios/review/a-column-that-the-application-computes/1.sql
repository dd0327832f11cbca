SET LOCAL lock_timeout = '2s';
ALTER TABLE lines ADD COLUMN label text;
