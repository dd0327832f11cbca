CREATE FOREIGN DATA WRAPPER letters OPTIONS (speed 'slow');
CREATE SERVER post VERSION '2' FOREIGN DATA WRAPPER letters OPTIONS (office 'Oslo', fee '2');
CREATE USER MAPPING FOR PUBLIC SERVER post OPTIONS (box '8', password 'never-shown');
