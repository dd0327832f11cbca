SET LOCAL lock_timeout = '2s';
CREATE TABLE drafts (id bigint PRIMARY KEY, body text);
ALTER TABLE drafts SET TABLESPACE pg_default;
