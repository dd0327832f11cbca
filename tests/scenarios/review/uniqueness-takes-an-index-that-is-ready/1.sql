-- transaction:none
SET lock_timeout = '2s';
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
