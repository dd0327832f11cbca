SET LOCAL lock_timeout = '2s';
CREATE TABLE events_new (id bigint NOT NULL, at timestamptz NOT NULL, kind text NOT NULL, PRIMARY KEY (id, at));
ALTER TABLE events ATTACH PARTITION events_new FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
