CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
CREATE TABLE people (id bigint PRIMARY KEY, m mood);
