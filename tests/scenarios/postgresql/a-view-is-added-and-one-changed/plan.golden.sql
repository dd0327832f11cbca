-- S1 expand replace-view: Replace view public.mails
--   ACCESS EXCLUSIVE on public.mails for a moment: blocks reads-and-writes
CREATE OR REPLACE VIEW public.mails AS
SELECT id,
    mail,
    city
   FROM public.customers;
--   back: DROP VIEW public.mails;
--   back: CREATE VIEW public.mails AS
--         SELECT id,
--             mail
--            FROM public.customers;

-- S2 expand create-view: Create view public.cities
CREATE VIEW public.cities AS
SELECT city,
    count(*) AS people
   FROM public.mails
  GROUP BY city;
--   back: DROP VIEW public.cities;

