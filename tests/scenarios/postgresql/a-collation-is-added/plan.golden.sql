-- S1 expand create-collation: Create collation public.plain
CREATE COLLATION public.plain (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'C');
--   back: DROP COLLATION public.plain;

-- S2 expand add-column: Add column public.names.code
--   ACCESS EXCLUSIVE on public.names for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.names) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.names ADD COLUMN code text COLLATE public.plain;
--   back: ALTER TABLE public.names DROP COLUMN code;

-- S3 expand comment: Comment public.plain
COMMENT ON COLLATION public.plain IS 'By bytes';
--   back: COMMENT ON COLLATION public.plain IS NULL;

-- carries public.names.∅ → public.names.code: forward none, backward none
