-- S1 expand create-table: Create table public.measurements_q3
--   SHARE UPDATE EXCLUSIVE on public.measurements for a moment: blocks ddl
--   ACCESS EXCLUSIVE on public.measurements_rest for a scan: blocks reads-and-writes
--   warning: blocks-writes (public.measurements_rest) Rows that belong into the new part move there while nobody can write to either.
--   note: changes-data (public.measurements_rest) Its triggers for DELETE fire for rows that move; a reference to such a row stops the step.
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.measurements_q3 (LIKE public.measurements INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION);
WITH moved AS (DELETE FROM public.measurements_rest WHERE (day IS NOT NULL) AND (day >= '2026-07-01'::date) AND (day < '2026-10-01'::date) RETURNING sensor, day, value)
INSERT INTO public.measurements_q3 (sensor, day, value) OVERRIDING SYSTEM VALUE SELECT sensor, day, value FROM moved;
ALTER TABLE public.measurements ATTACH PARTITION public.measurements_q3 FOR VALUES FROM ('2026-07-01') TO ('2026-10-01');
--   back: ALTER TABLE public.measurements DETACH PARTITION public.measurements_q3;
--   back: INSERT INTO public.measurements (sensor, day, value) OVERRIDING SYSTEM VALUE SELECT sensor, day, value FROM public.measurements_q3;
--   back: DROP TABLE public.measurements_q3;

