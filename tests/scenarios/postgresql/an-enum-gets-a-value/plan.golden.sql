-- S1 expand add-enum-value [transaction: own]: Add fair to type public.mood
--   note: not-transactional (enum:public.mood) The value cannot be used in the transaction that adds it.
ALTER TYPE public.mood ADD VALUE 'fair' AFTER 'bad';
--   back: ALTER TYPE public.mood RENAME TO mood_replaced;
--   back: CREATE TYPE public.mood AS ENUM ('bad', 'good');
--   back: ALTER TABLE public.people ALTER COLUMN mood DROP DEFAULT, ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood, ALTER COLUMN mood SET DEFAULT 'good'::public.mood;
--   back: DROP TYPE public.mood_replaced;

