SET LOCAL lock_timeout = '2s';
CREATE TABLE visits (at timestamptz NOT NULL, page text NOT NULL);
