-- S1 expand create-table: Create table app.orders
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE app.orders (
  id bigint NOT NULL,
  CONSTRAINT orders_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE app.orders;

-- S2 expand create-default-privileges: Create default privileges CURRENT_ROLE.app.sequences
--   note: weakens-security (default-privileges:CURRENT_ROLE.app.sequences) Whoever is named may use objects that are made from now on.
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT USAGE ON SEQUENCES TO reader WITH GRANT OPTION;
--   back: ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE ALL ON SEQUENCES FROM reader;

-- S3 expand create-default-privileges: Create default privileges CURRENT_ROLE.app.tables
--   note: weakens-security (default-privileges:CURRENT_ROLE.app.tables) Whoever is named may use objects that are made from now on.
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT, SELECT ON TABLES TO reader;
--   back: ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE ALL ON TABLES FROM reader;

-- precheck roles-exist: The server has the role reader
--   no-rows: SELECT needed.role FROM (VALUES ('reader')) AS needed (role) WHERE needed.role NOT IN (SELECT rolname FROM pg_roles)
