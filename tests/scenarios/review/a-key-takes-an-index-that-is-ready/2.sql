SET LOCAL lock_timeout = '2s';
ALTER TABLE events_loose ADD CONSTRAINT events_loose_key PRIMARY KEY USING INDEX events_loose_key;
