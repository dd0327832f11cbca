SET LOCAL lock_timeout = '2s';
CREATE TABLE events_next PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
