SET LOCAL lock_timeout = '2s';
ALTER TABLE events_loose ADD CONSTRAINT apart EXCLUDE USING btree (id WITH =);
