-- S1 contract deploy-gate: Wait for the release that no longer uses public.carts.coupon, public.coupons, public.coupons.code, public.coupons.percent
-- waits for the release that no longer uses public.carts.coupon, public.coupons, public.coupons.code, public.coupons.percent

-- S2 contract keep-dropped-column [transaction: own]: Keep the values of public.carts.coupon in dblead_kept.carts_coupon_6fb9b75d
--   ACCESS SHARE on public.carts for a scan: blocks ddl
--   note: scans-object (public.carts) Every row is read and its value copied.
--   note: needs-disk (public.carts) Needs room for the key and the value of every row.
CREATE SCHEMA IF NOT EXISTS dblead_kept;
CREATE TABLE dblead_kept.carts_coupon_6fb9b75d AS SELECT id, coupon FROM public.carts WHERE coupon IS NOT NULL;
ALTER TABLE dblead_kept.carts_coupon_6fb9b75d ADD PRIMARY KEY (id);
COMMENT ON TABLE dblead_kept.carts_coupon_6fb9b75d IS 'Values of public.carts.coupon from before it was dropped.';
--   back: DROP TABLE dblead_kept.carts_coupon_6fb9b75d;

-- S3 contract take-dependents-away: Take away for a moment: view public.used
--   ACCESS EXCLUSIVE on public.used for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.used) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.used;
--   back: CREATE VIEW public.used AS
--         SELECT coupon,
--             count(*) AS n
--            FROM public.carts
--           GROUP BY coupon;

-- S4 contract drop-constraint: Drop reference carts_coupon_fkey of public.carts
--   ACCESS EXCLUSIVE on public.carts for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.coupons for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.carts.carts_coupon_fkey) Rows that the rule kept out may come in.
--   way back: schema-only, until the step runs; loses the proof for the rows that are there
ALTER TABLE public.carts DROP CONSTRAINT carts_coupon_fkey;
--   back: ALTER TABLE public.carts ADD CONSTRAINT carts_coupon_fkey FOREIGN KEY (coupon) REFERENCES public.coupons(code) NOT VALID;

-- S5 contract drop-index: Drop index carts_by_coupon of public.carts
--   ACCESS EXCLUSIVE on public.carts for a moment: blocks reads-and-writes
--   warning: slows-queries (public.carts) Queries that used the index read the table instead.
DROP INDEX public.carts_by_coupon;
--   back: CREATE INDEX carts_by_coupon ON public.carts USING btree (coupon);

-- S6 contract drop-column: Drop column public.carts.coupon
--   ACCESS EXCLUSIVE on public.carts for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.carts.coupon) Code that still names the column fails.
--   note: deletes-data (public.carts.coupon) It is kept in dblead_kept.carts_coupon_6fb9b75d until somebody drops that.
--   note: breaks-running-code (public.carts) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until dblead_kept.carts_coupon_6fb9b75d is dropped; loses values written between the copy and the drop; rows added since have no value of their own
ALTER TABLE public.carts DROP COLUMN coupon;
--   back: ALTER TABLE public.carts ADD COLUMN coupon text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.carts'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.carts', dblead_one);
--           END LOOP;
--           UPDATE public.carts SET coupon = kept.coupon FROM dblead_kept.carts_coupon_6fb9b75d AS kept
--           WHERE public.carts.id = kept.id;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.carts', dblead_one);
--           END LOOP;
--         END
--         $quiet$;

-- S7 contract keep-dropped-table: Take table public.coupons away; its rows stay in dblead_kept.coupons_6fb9b75d
--   ACCESS EXCLUSIVE on public.coupons for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.coupons) Code that still uses the table fails.
--   note: deletes-data (public.coupons) It is kept in dblead_kept.coupons_6fb9b75d until somebody drops that.
--   way back: exact, until dblead_kept.coupons_6fb9b75d is dropped; loses rows written to it there
CREATE SCHEMA IF NOT EXISTS dblead_kept;
ALTER TABLE public.coupons SET SCHEMA dblead_kept;
ALTER TABLE dblead_kept.coupons RENAME TO coupons_6fb9b75d;
--   back: ALTER TABLE dblead_kept.coupons_6fb9b75d RENAME TO coupons;
--   back: ALTER TABLE dblead_kept.coupons SET SCHEMA public;

-- carries public.carts.coupon → public.carts.∅: forward none, backward none
