-- S1 expand comment: Comment public.moves.cents
--   SHARE UPDATE EXCLUSIVE on public.moves.cents for a moment: blocks ddl
COMMENT ON COLUMN public.moves.cents IS 'two
lines';
--   back: COMMENT ON COLUMN public.moves.cents IS NULL;

-- S2 expand comment: Comment public.accounts.accounts_pkey
COMMENT ON CONSTRAINT accounts_pkey ON public.accounts IS 'the key';
--   back: COMMENT ON CONSTRAINT accounts_pkey ON public.accounts IS NULL;

-- S3 expand comment: Comment public.kind
COMMENT ON TYPE public.kind IS 'how';
--   back: COMMENT ON TYPE public.kind IS NULL;

-- S4 expand comment: Comment public.one()
COMMENT ON FUNCTION public.one() IS 'one';
--   back: COMMENT ON FUNCTION public.one() IS NULL;

-- S5 expand comment: Comment public.moves_by_at
--   SHARE UPDATE EXCLUSIVE on public.moves_by_at for a moment: blocks ddl
COMMENT ON INDEX public.moves_by_at IS 'by time';
--   back: COMMENT ON INDEX public.moves_by_at IS NULL;

-- S6 expand comment: Comment public
COMMENT ON SCHEMA public IS 'the bank';
--   back: COMMENT ON SCHEMA public IS 'standard public schema';

-- S7 expand comment: Comment public.numbers
COMMENT ON SEQUENCE public.numbers IS 'numbers';
--   back: COMMENT ON SEQUENCE public.numbers IS NULL;

-- S8 expand comment: Comment public.moves
--   SHARE UPDATE EXCLUSIVE on public.moves for a moment: blocks ddl
COMMENT ON TABLE public.moves IS 'it''s money';
--   back: COMMENT ON TABLE public.moves IS NULL;

