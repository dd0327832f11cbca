CREATE TABLE public.readings (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sensor   text NOT NULL,
  taken_at timestamptz NOT NULL,
  value    double precision NOT NULL,
  unit     text NOT NULL DEFAULT 'C',
  raw      bytea
);
CREATE PUBLICATION telemetry FOR TABLE public.readings WITH (publish = 'insert, update, delete', publish_via_partition_root = true);
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert, update, delete');
COMMENT ON PUBLICATION telemetry IS 'feeds the warehouse';
