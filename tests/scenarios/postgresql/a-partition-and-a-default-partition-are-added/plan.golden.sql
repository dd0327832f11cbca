-- S1 expand create-table: Create table public.log_26
--   SHARE UPDATE EXCLUSIVE on public.log for a moment: blocks ddl
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.log_26 (LIKE public.log INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION);
ALTER TABLE public.log ATTACH PARTITION public.log_26 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
--   back: DROP TABLE public.log_26;

-- S2 expand create-table: Create table public.log_rest
--   SHARE UPDATE EXCLUSIVE on public.log for a moment: blocks ddl
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.log_rest (LIKE public.log INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION);
ALTER TABLE public.log ATTACH PARTITION public.log_rest DEFAULT;
--   back: DROP TABLE public.log_rest;

