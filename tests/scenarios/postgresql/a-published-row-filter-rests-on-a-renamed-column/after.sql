CREATE TABLE public.readings (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sensor   text NOT NULL,
  taken_at timestamptz NOT NULL,
  value    double precision NOT NULL,
  scale    text NOT NULL DEFAULT 'C',
  raw      bytea
);
ALTER TABLE public.readings REPLICA IDENTITY FULL;
CREATE PUBLICATION telemetry FOR TABLE public.readings WHERE (scale = 'C');
