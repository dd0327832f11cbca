SET LOCAL lock_timeout = '2s';
ALTER TABLE events_loose ALTER COLUMN kind SET DEFAULT 'view';
