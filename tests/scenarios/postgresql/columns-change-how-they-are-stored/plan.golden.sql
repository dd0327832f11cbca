-- S1 expand alter-column: Change column public.documents.body
--   ACCESS EXCLUSIVE on public.documents for a moment: blocks reads-and-writes
ALTER TABLE public.documents ALTER COLUMN body SET COMPRESSION pglz;
--   back: ALTER TABLE public.documents ALTER COLUMN body SET COMPRESSION default;

-- S2 expand alter-column: Change column public.documents.scan
--   ACCESS EXCLUSIVE on public.documents for a moment: blocks reads-and-writes
ALTER TABLE public.documents ALTER COLUMN scan SET STORAGE EXTERNAL;
--   back: ALTER TABLE public.documents ALTER COLUMN scan SET STORAGE DEFAULT;

-- S3 expand alter-column: Change column public.documents.tags
--   ACCESS EXCLUSIVE on public.documents for a moment: blocks reads-and-writes
ALTER TABLE public.documents ALTER COLUMN tags SET STORAGE MAIN;
--   back: ALTER TABLE public.documents ALTER COLUMN tags SET STORAGE DEFAULT;

-- S4 expand alter-column: Change column public.documents.words
--   ACCESS EXCLUSIVE on public.documents for a moment: blocks reads-and-writes
ALTER TABLE public.documents ALTER COLUMN words SET STATISTICS 400;
ALTER TABLE public.documents ALTER COLUMN words SET (n_distinct=-0.2);
--   back: ALTER TABLE public.documents ALTER COLUMN words SET STATISTICS -1;
--   back: ALTER TABLE public.documents ALTER COLUMN words RESET (n_distinct);

