-- S1 expand create-table: Create table app.secrets
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE app.secrets (
  id bigint NOT NULL,
  CONSTRAINT secrets_pkey PRIMARY KEY (id)
);
REVOKE ALL ON TABLE app.secrets FROM reader;
--   back: DROP TABLE app.secrets;

-- S2 expand alter-default-privileges: Change default privileges CURRENT_ROLE.app.tables
--   note: breaks-running-code (default-privileges:CURRENT_ROLE.app.tables) Objects that are made from now on are closed to those who could use them before.
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE ALL ON TABLES FROM reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reader;
--   back: ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT, SELECT ON TABLES TO reader;

