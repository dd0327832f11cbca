-- S1 expand create-function: Create function public.note()
CREATE OR REPLACE FUNCTION public.note()
 RETURNS event_trigger
 LANGUAGE plpgsql
AS $function$ BEGIN NULL; END $function$;
--   back: DROP FUNCTION public.note();

-- S2 expand create-table: Create table public.u
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.u (
  id bigint NOT NULL,
  CONSTRAINT u_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE public.u;

-- S3 expand create-event-trigger: Create event trigger notes
--   warning: breaks-running-code (event-trigger:notes) Runs at every ddl_command_end of the whole database; where it fails, the command fails.
CREATE EVENT TRIGGER notes ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION public.note();
--   back: DROP EVENT TRIGGER notes;

-- S4 expand comment: Comment notes
COMMENT ON EVENT TRIGGER notes IS 'Notes it';
--   back: COMMENT ON EVENT TRIGGER notes IS NULL;

