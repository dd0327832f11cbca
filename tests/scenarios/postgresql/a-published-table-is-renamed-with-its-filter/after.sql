CREATE TABLE public.measurements (
  id       bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.readings_id_seq) PRIMARY KEY,
  sensor   text NOT NULL,
  taken_at timestamptz NOT NULL,
  value    double precision NOT NULL,
  unit     text NOT NULL DEFAULT 'C',
  raw      bytea
);
ALTER TABLE public.measurements REPLICA IDENTITY FULL;
CREATE PUBLICATION telemetry FOR TABLE public.measurements (id, sensor, value) WHERE (value > 1);
