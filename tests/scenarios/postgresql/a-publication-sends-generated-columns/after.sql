CREATE TABLE public.readings (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sensor   text NOT NULL,
  taken_at timestamptz NOT NULL,
  value    double precision NOT NULL,
  unit     text NOT NULL DEFAULT 'C',
  raw      bytea,
  kelvin   double precision GENERATED ALWAYS AS (value + 273.15) STORED
);
CREATE PUBLICATION telemetry FOR TABLE public.readings WITH (publish_generated_columns = stored);
