SET LOCAL lock_timeout = '2s';
ALTER TABLE events_loose ADD PRIMARY KEY (id, at);
