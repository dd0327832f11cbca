CREATE TABLE places (id bigint PRIMARY KEY, city text, country text);
CREATE STATISTICS places_together (dependencies, mcv) ON city, country FROM places;
ALTER STATISTICS places_together SET STATISTICS 200;
CREATE STATISTICS places_lower ON (lower(city)), country FROM places;
COMMENT ON STATISTICS places_together IS 'A city is in one country';
