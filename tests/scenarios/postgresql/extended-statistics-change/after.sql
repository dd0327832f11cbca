CREATE TABLE places (id bigint PRIMARY KEY, city text, country text);
CREATE STATISTICS a ON city, country FROM places;
ALTER STATISTICS a SET STATISTICS 50;
CREATE STATISTICS b (ndistinct) ON city, country FROM places;
