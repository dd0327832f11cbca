-- S1 expand create-table: Create table public.queue
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.queue (
  id integer,
  place integer
);
--   back: DROP TABLE public.queue;

-- S2 expand create-function: Create function public.next_place()
CREATE OR REPLACE FUNCTION public.next_place()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT ((count(*))::integer + 1)
    FROM public.queue;
END;
--   back: DROP FUNCTION public.next_place();

-- S3 expand alter-column: Set the default of public.queue.place
--   ACCESS EXCLUSIVE on public.queue for a moment: blocks reads-and-writes
ALTER TABLE public.queue ALTER COLUMN place SET DEFAULT public.next_place();
--   back: ALTER TABLE public.queue ALTER COLUMN place DROP DEFAULT;

