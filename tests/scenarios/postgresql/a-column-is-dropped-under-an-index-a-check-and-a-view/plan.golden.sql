-- S1 contract take-dependents-away: Take away for a moment: view public.notes
--   ACCESS EXCLUSIVE on public.notes for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.notes) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.notes;
--   back: CREATE VIEW public.notes AS
--         SELECT id,
--             note
--            FROM public.item;

-- S2 contract put-dependents-back: Put in place: view public.notes
CREATE VIEW public.notes AS
SELECT id,
    name AS note
   FROM public.item;
--   back: DROP VIEW public.notes;

-- S3 contract drop-constraint: Drop check item_note_set of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.item.item_note_set) Rows that the rule kept out may come in.
ALTER TABLE public.item DROP CONSTRAINT item_note_set;
--   back: ALTER TABLE public.item ADD CONSTRAINT item_note_set CHECK (((note)::text <> ''::text));

-- S4 contract drop-index: Drop index item_note of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: slows-queries (public.item) Queries that used the index read the table instead.
DROP INDEX public.item_note;
--   back: CREATE INDEX item_note ON public.item USING btree (note, name);

-- S5 contract drop-column: Drop column public.item.note
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   error: deletes-data (public.item.note) Every value of the column is gone.
--   warning: irreversible (public.item.note) The way back restores the column, not its values.
--   warning: breaks-running-code (public.item.note) Code that still names the column fails.
--   note: breaks-running-code (public.item) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.item DROP COLUMN note;
--   back: ALTER TABLE public.item ADD COLUMN note character varying(40);

-- precheck would-be-lost/public.item.note: No row of public.item holds a note that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.item WHERE note IS NOT NULL HAVING count(*) > 0
-- carries public.item.note → public.item.∅: forward none, backward none
