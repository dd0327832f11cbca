-- S1 contract deploy-gate: Wait for the release that no longer uses public.per_author
-- waits for the release that no longer uses public.per_author

-- S2 contract take-dependents-away: Take away for a moment: view public.busy
--   ACCESS EXCLUSIVE on public.busy for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.busy) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.busy;
--   back: CREATE VIEW public.busy AS
--         SELECT author
--            FROM public.per_author
--           WHERE (n > 3);
--   back: COMMENT ON VIEW public.busy IS 'who writes';
--   back: GRANT SELECT ON TABLE public.busy TO reporting;

-- S3 contract drop-materialized-view: Drop materialized view public.per_author
--   ACCESS EXCLUSIVE on public.per_author for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.per_author) Code that reads the materialized view fails.
--   way back: exact, until any time; loses the state of the last refresh
DROP MATERIALIZED VIEW public.per_author;
--   back: CREATE MATERIALIZED VIEW public.per_author AS
--         SELECT author,
--             count(*) AS n
--            FROM public.articles
--           GROUP BY author;
--   back: CREATE UNIQUE INDEX per_author_key ON public.per_author USING btree (author);
--   back: GRANT SELECT ON TABLE public.per_author TO reporting;

-- S4 contract create-materialized-view: Create materialized view public.per_author
--   note: needs-disk (public.per_author) The rows of its query are kept a second time.
CREATE MATERIALIZED VIEW public.per_author WITH (fillfactor=70) AS
SELECT author,
    count(*) FILTER (WHERE (published IS NOT NULL)) AS n
   FROM public.articles
  GROUP BY author;
--   back: DROP MATERIALIZED VIEW public.per_author;

-- S5 contract put-dependents-back: Put in place: view public.busy
CREATE VIEW public.busy AS
SELECT author
   FROM public.per_author
  WHERE (n > 3);
COMMENT ON VIEW public.busy IS 'who writes';
GRANT SELECT ON TABLE public.busy TO reporting;
--   back: DROP VIEW public.busy;

-- S6 contract create-index: Create index per_author_key on public.per_author
CREATE UNIQUE INDEX per_author_key ON public.per_author USING btree (author);
--   back: DROP INDEX public.per_author_key;

-- S7 contract grant: Allow SELECT on public.per_author for reporting
--   note: weakens-security (public.per_author) reporting may do more than before.
GRANT SELECT ON TABLE public.per_author TO reporting;
--   back: REVOKE ALL ON TABLE public.per_author FROM reporting;

