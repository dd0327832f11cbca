CREATE TABLE places (id bigint PRIMARY KEY, city text, country text);
CREATE STATISTICS together ON city, country FROM places;
