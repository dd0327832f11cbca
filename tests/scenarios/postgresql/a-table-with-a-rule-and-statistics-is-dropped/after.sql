CREATE TABLE log (id bigint, what text);
