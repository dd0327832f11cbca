ALTER TABLE users ALTER COLUMN tier TYPE varchar(10);
