-- S1 expand replace-view: Replace view public.writable
--   ACCESS EXCLUSIVE on public.writable for a moment: blocks reads-and-writes
ALTER VIEW public.writable ALTER COLUMN author SET DEFAULT 0;
--   back: ALTER VIEW public.writable ALTER COLUMN author DROP DEFAULT;

-- S2 expand comment: Comment public.writable.author
--   SHARE UPDATE EXCLUSIVE on public.writable for a moment: blocks ddl
COMMENT ON COLUMN public.writable.author IS 'nobody by default';
--   back: COMMENT ON COLUMN public.writable.author IS NULL;

