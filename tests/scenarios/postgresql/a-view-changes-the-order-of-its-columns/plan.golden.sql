-- S1 contract drop-view: Drop view public.big
--   ACCESS EXCLUSIVE on public.big for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.big) Code that reads the view fails.
DROP VIEW public.big;
--   back: CREATE VIEW public.big AS
--         SELECT id,
--             name,
--             amount
--            FROM public.item;
--   back: COMMENT ON VIEW public.big IS 'kept';

-- S2 contract create-view: Create view public.big
CREATE VIEW public.big AS
SELECT amount,
    name,
    id
   FROM public.item;
--   back: DROP VIEW public.big;

-- S3 contract comment: Comment public.big
--   SHARE UPDATE EXCLUSIVE on public.big for a moment: blocks ddl
COMMENT ON VIEW public.big IS 'kept';
--   back: COMMENT ON VIEW public.big IS NULL;

