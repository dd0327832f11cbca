SET LOCAL lock_timeout = '2s';
CREATE TABLE clicks (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
