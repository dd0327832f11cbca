-- S1 expand replace-function: Replace function public.write_draft()
CREATE OR REPLACE FUNCTION public.write_draft()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN INSERT INTO public.articles (id, title, author) VALUES (NEW.id, NEW.title, NEW.author); RETURN NEW; END$function$;
--   back: CREATE OR REPLACE FUNCTION public.write_draft()
--          RETURNS trigger
--          LANGUAGE plpgsql
--         AS $function$BEGIN INSERT INTO public.articles (id, title, author) VALUES (NEW.id, NEW.title, 0); RETURN NEW; END$function$;

-- S2 contract deploy-gate: Wait for the release that no longer uses public.drafts
-- waits for the release that no longer uses public.drafts

-- S3 contract take-dependents-away: Take away for a moment: trigger public.drafts.drafts_insert
--   note: breaks-dependents (public.drafts.drafts_insert) Rests on what changes: gone until the last step of this transaction puts it back.
DROP TRIGGER drafts_insert ON public.drafts;
--   back: CREATE TRIGGER drafts_insert INSTEAD OF INSERT ON public.drafts FOR EACH ROW EXECUTE FUNCTION public.write_draft();

-- S4 contract drop-view: Drop view public.drafts
--   ACCESS EXCLUSIVE on public.drafts for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.drafts) Code that reads the view fails.
DROP VIEW public.drafts;
--   back: CREATE VIEW public.drafts AS
--         SELECT id,
--             title
--            FROM public.articles
--           WHERE (published IS NULL);

-- S5 contract create-view: Create view public.drafts
CREATE VIEW public.drafts AS
SELECT id,
    author,
    title
   FROM public.articles
  WHERE (published IS NULL);
--   back: DROP VIEW public.drafts;

-- S6 contract put-dependents-back: Put in place: trigger public.drafts.drafts_insert
CREATE TRIGGER drafts_insert INSTEAD OF INSERT ON public.drafts FOR EACH ROW EXECUTE FUNCTION public.write_draft();
--   back: DROP TRIGGER drafts_insert ON public.drafts;

