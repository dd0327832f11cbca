-- S1 expand alter-column: Change column public.accounts.id
--   ACCESS EXCLUSIVE on public.accounts for a moment: blocks reads-and-writes
ALTER TABLE public.accounts ALTER COLUMN id SET DEFAULT nextval('public.account_numbers'::regclass);
--   back: ALTER TABLE public.accounts ALTER COLUMN id DROP DEFAULT;

-- S2 expand own-sequence: Tie sequence public.account_numbers to public.accounts.id
ALTER SEQUENCE public.account_numbers OWNED BY public.accounts.id;
--   back: ALTER SEQUENCE public.account_numbers OWNED BY NONE;

