CREATE TABLE pages (id bigint PRIMARY KEY, body text NOT NULL);
