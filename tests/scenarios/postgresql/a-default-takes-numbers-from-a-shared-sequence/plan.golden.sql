-- S1 expand create-sequence: Create sequence public.numbers
CREATE SEQUENCE public.numbers AS bigint START WITH 100 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
--   back: DROP SEQUENCE public.numbers;

-- S2 expand alter-column: Change column public.p.id
--   ACCESS EXCLUSIVE on public.p for a moment: blocks reads-and-writes
ALTER TABLE public.p ALTER COLUMN id SET DEFAULT nextval('public.numbers'::regclass);
--   back: ALTER TABLE public.p ALTER COLUMN id DROP DEFAULT;

-- S3 expand alter-column: Change column public.q.id
--   ACCESS EXCLUSIVE on public.q for a moment: blocks reads-and-writes
ALTER TABLE public.q ALTER COLUMN id SET DEFAULT nextval('public.numbers'::regclass);
--   back: ALTER TABLE public.q ALTER COLUMN id DROP DEFAULT;

