SET LOCAL lock_timeout = '2s';
CREATE TABLE audits (id bigint PRIMARY KEY, what text);
