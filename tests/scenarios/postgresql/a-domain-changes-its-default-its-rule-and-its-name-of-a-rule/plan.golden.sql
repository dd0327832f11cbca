-- S1 contract take-dependents-away: Take away for a moment: view public.swiss
--   ACCESS EXCLUSIVE on public.swiss for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.swiss) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.swiss;
--   back: CREATE VIEW public.swiss AS
--         SELECT id,
--             iban
--            FROM public.payees
--           WHERE ((iban)::text ~~ 'CH%'::text);

-- S2 contract rebuild-domain: Rebuild domain public.iban and the types that are made of it
--   ACCESS EXCLUSIVE on public.payees for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.payees) Every row is written anew; a value that the new type refuses stops it.
--   warning: blocks-reads (public.payees) Nobody can read the table while it is rewritten.
--   note: changes-data (public.payees) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TYPE public.iban RENAME TO iban_replaced;
CREATE DOMAIN public.iban AS text NOT NULL CONSTRAINT iban_is_long CHECK ((VALUE <> ''::text)) CONSTRAINT iban_upper CHECK ((VALUE = upper(VALUE)));
ALTER TABLE public.payees ALTER COLUMN iban TYPE public.iban USING iban::text::public.iban;
ALTER TABLE public.payees ALTER COLUMN others TYPE public.iban[] USING others::text[]::public.iban[];
DROP DOMAIN public.iban_replaced;
--   back: ALTER TYPE public.iban RENAME TO iban_replaced;
--   back: CREATE DOMAIN public.iban AS text DEFAULT 'none'::text CONSTRAINT iban_check CHECK ((VALUE <> ''::text));
--   back: ALTER TABLE public.payees ALTER COLUMN iban TYPE public.iban USING iban::text::public.iban;
--   back: ALTER TABLE public.payees ALTER COLUMN others TYPE public.iban[] USING others::text[]::public.iban[];
--   back: DROP DOMAIN public.iban_replaced;

-- S3 contract put-dependents-back: Put in place: view public.swiss
CREATE VIEW public.swiss AS
SELECT id,
    iban
   FROM public.payees
  WHERE ((iban)::text ~~ 'CH%'::text);
--   back: DROP VIEW public.swiss;

