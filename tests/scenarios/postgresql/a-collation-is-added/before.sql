CREATE TABLE names (id bigint PRIMARY KEY, name text);
