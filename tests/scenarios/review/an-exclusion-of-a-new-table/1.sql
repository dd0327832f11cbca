SET LOCAL lock_timeout = '2s';
CREATE TABLE bookings (id bigint PRIMARY KEY, room integer NOT NULL, EXCLUDE USING btree (room WITH =));
