-- S1 contract deploy-gate: Wait for the release that no longer uses public.measurements.note
-- waits for the release that no longer uses public.measurements.note

-- S2 contract take-dependents-away: Take away for a moment: view public.notes
--   ACCESS EXCLUSIVE on public.notes for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.notes) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.notes;
--   back: CREATE VIEW public.notes AS
--         SELECT sensor,
--             note
--            FROM public.measurements
--           WHERE (note IS NOT NULL);

-- S3 contract put-dependents-back: Put in place: view public.notes
CREATE VIEW public.notes AS
SELECT sensor
   FROM public.measurements;
--   back: DROP VIEW public.notes;

-- S4 contract drop-index: Drop index measurements_by_note of public.measurements
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   warning: slows-queries (public.measurements) Queries that used the index read the table instead.
DROP INDEX public.measurements_by_note;
--   back: CREATE INDEX measurements_by_note ON public.measurements USING btree (note);

-- S5 contract drop-column: Drop column public.measurements.note
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   error: deletes-data (public.measurements.note) Every value of the column is gone.
--   warning: irreversible (public.measurements.note) The way back restores the column, not its values.
--   warning: breaks-running-code (public.measurements.note) Code that still names the column fails.
--   note: breaks-running-code (public.measurements) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.measurements DROP COLUMN note;
--   back: ALTER TABLE public.measurements ADD COLUMN note text;

-- precheck would-be-lost/public.measurements.note: No row of public.measurements holds a note that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.measurements WHERE note IS NOT NULL HAVING count(*) > 0
-- carries public.measurements.note → public.measurements.∅: forward none, backward none
