-- S1 expand add-column: Add column public.limits.note
--   ACCESS EXCLUSIVE on public.limits for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.limits) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.limits ADD COLUMN note text;
--   back: ALTER TABLE public.limits DROP COLUMN note;

-- carries public.limits.∅ → public.limits.note: forward none, backward none
