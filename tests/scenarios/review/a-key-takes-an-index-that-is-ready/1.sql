-- transaction:none
SET lock_timeout = '2s';
CREATE UNIQUE INDEX CONCURRENTLY events_loose_key ON events_loose (id, at);
