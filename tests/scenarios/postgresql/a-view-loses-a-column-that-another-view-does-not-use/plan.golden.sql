-- S1 contract deploy-gate: Wait for the release that no longer uses public.mails
-- waits for the release that no longer uses public.mails

-- S2 contract take-dependents-away: Take away for a moment: view public.cities
--   ACCESS EXCLUSIVE on public.cities for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.cities) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.cities;
--   back: CREATE VIEW public.cities AS
--         SELECT city,
--             count(*) AS people
--            FROM public.mails
--           GROUP BY city;
--   back: COMMENT ON VIEW public.cities IS 'where they live';
--   back: GRANT SELECT ON TABLE public.cities TO reader;

-- S3 contract drop-view: Drop view public.mails
--   ACCESS EXCLUSIVE on public.mails for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.mails) Code that reads the view fails.
DROP VIEW public.mails;
--   back: CREATE VIEW public.mails AS
--         SELECT id,
--             mail,
--             city
--            FROM public.customers;

-- S4 contract create-view: Create view public.mails
CREATE VIEW public.mails AS
SELECT id,
    city
   FROM public.customers;
--   back: DROP VIEW public.mails;

-- S5 contract put-dependents-back: Put in place: view public.cities
CREATE VIEW public.cities AS
SELECT city,
    count(*) AS people
   FROM public.mails
  GROUP BY city;
--   back: DROP VIEW public.cities;

