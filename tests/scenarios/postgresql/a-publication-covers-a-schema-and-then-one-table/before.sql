CREATE SCHEMA plant;

CREATE TABLE plant.readings (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sensor   text NOT NULL,
  taken_at timestamptz NOT NULL,
  value    double precision NOT NULL,
  unit     text NOT NULL DEFAULT 'C',
  raw      bytea
);
CREATE TABLE plant.sensors (code text PRIMARY KEY, hall text NOT NULL);
CREATE PUBLICATION telemetry FOR TABLES IN SCHEMA plant;
