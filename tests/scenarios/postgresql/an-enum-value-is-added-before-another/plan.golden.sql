-- S1 expand add-enum-value [transaction: own]: Add awful, fine to type public.mood
--   note: not-transactional (enum:public.mood) The value cannot be used in the transaction that adds it.
ALTER TYPE public.mood ADD VALUE 'awful' BEFORE 'sad';
ALTER TYPE public.mood ADD VALUE 'fine' AFTER 'sad';
--   back: ALTER TYPE public.mood RENAME TO mood_replaced;
--   back: CREATE TYPE public.mood AS ENUM ('sad', 'ok');
--   back: ALTER TABLE public.p ALTER COLUMN m TYPE public.mood USING m::text::public.mood;
--   back: DROP TYPE public.mood_replaced;

