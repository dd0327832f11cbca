CREATE TABLE public.readings (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sensor   text NOT NULL,
  taken_at timestamptz NOT NULL,
  value    double precision NOT NULL,
  unit     text NOT NULL DEFAULT 'C',
  raw      bytea
);
CREATE SUBSCRIPTION inbound CONNECTION 'host=elsewhere.invalid dbname=plant user=sync' PUBLICATION alarms, telemetry WITH (connect = false, slot_name = NONE, binary = true);
COMMENT ON SUBSCRIPTION inbound IS 'from the plant';
