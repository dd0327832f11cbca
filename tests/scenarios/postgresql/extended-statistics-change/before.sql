CREATE TABLE places (id bigint PRIMARY KEY, city text, country text);
CREATE STATISTICS a ON city, country FROM places;
CREATE STATISTICS b (mcv) ON city, country FROM places;
