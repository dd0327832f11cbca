SET LOCAL lock_timeout = '2s';
ALTER TABLE events_loose ALTER COLUMN id TYPE bigserial;
