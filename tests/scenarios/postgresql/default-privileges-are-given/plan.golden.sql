-- S1 expand create-table: Create table app.orders
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE app.orders (
  id bigint NOT NULL,
  CONSTRAINT orders_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE app.orders;

-- S2 expand create-default-privileges: Create default privileges postgres.app.sequences
--   note: weakens-security (default-privileges:postgres.app.sequences) Whoever is named may use objects that are made from now on.
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA app GRANT USAGE ON SEQUENCES TO reader WITH GRANT OPTION;
--   back: ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA app REVOKE ALL ON SEQUENCES FROM reader;

-- S3 expand create-default-privileges: Create default privileges postgres.app.tables
--   note: weakens-security (default-privileges:postgres.app.tables) Whoever is named may use objects that are made from now on.
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA app GRANT INSERT, SELECT ON TABLES TO reader;
--   back: ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA app REVOKE ALL ON TABLES FROM reader;

