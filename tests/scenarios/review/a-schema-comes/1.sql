SET LOCAL lock_timeout = '2s';
CREATE SCHEMA reporting;
