-- transaction:none
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY events_old_kind ON events_old (kind);
