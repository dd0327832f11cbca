-- S1 contract rebuild-enum: Rebuild type public.mood without old
--   ACCESS EXCLUSIVE on public.p for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.p) Every row is written anew with the rebuilt type.
--   warning: blocks-reads (public.p) Nobody can read the table while it is rewritten.
--   error: breaks-running-code (enum:public.mood) Code that writes old is refused.
--   note: changes-data (public.p) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TYPE public.mood RENAME TO mood_replaced;
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
ALTER TABLE public.p ALTER COLUMN m DROP DEFAULT, ALTER COLUMN m TYPE public.mood USING m::text::public.mood, ALTER COLUMN m SET DEFAULT 'ok'::public.mood;
DROP TYPE public.mood_replaced;
--   back: ALTER TYPE public.mood RENAME TO mood_replaced;
--   back: CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'old');
--   back: ALTER TABLE public.p ALTER COLUMN m DROP DEFAULT, ALTER COLUMN m TYPE public.mood USING m::text::public.mood, ALTER COLUMN m SET DEFAULT 'ok'::public.mood;
--   back: DROP TYPE public.mood_replaced;

