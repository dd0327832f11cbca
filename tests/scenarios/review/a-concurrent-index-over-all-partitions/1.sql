-- transaction:none
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY events_kind ON events (kind);
