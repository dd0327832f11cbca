-- S1 expand create-schema: Create schema audit
CREATE SCHEMA audit;
--   back: DROP SCHEMA audit;

-- S2 expand create-table: Create table audit.log
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE audit.log (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT log_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE audit.log;

