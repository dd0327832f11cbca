-- S1 contract deploy-gate: Wait for the release that no longer uses public.clients.phone
-- waits for the release that no longer uses public.clients.phone

-- S2 contract keep-dropped-column [transaction: own]: Keep the values of public.clients.phone in dblead_kept.clients_phone_43563af6
--   ACCESS SHARE on public.clients for a scan: blocks ddl
--   note: scans-object (public.clients) Every row is read and its value copied.
--   note: needs-disk (public.clients) Needs room for the key and the value of every row.
CREATE SCHEMA IF NOT EXISTS dblead_kept;
CREATE TABLE dblead_kept.clients_phone_43563af6 AS SELECT id, phone FROM public.clients WHERE phone IS NOT NULL;
ALTER TABLE dblead_kept.clients_phone_43563af6 ADD PRIMARY KEY (id);
COMMENT ON TABLE dblead_kept.clients_phone_43563af6 IS 'Values of public.clients.phone from before it was dropped.';
--   back: DROP TABLE dblead_kept.clients_phone_43563af6;

-- S3 contract drop-column: Drop column public.clients.phone
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.clients.phone) Code that still names the column fails.
--   note: deletes-data (public.clients.phone) It is kept in dblead_kept.clients_phone_43563af6 until somebody drops that.
--   note: breaks-running-code (public.clients) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until dblead_kept.clients_phone_43563af6 is dropped; loses values written between the copy and the drop; rows added since have no value of their own
ALTER TABLE public.clients DROP COLUMN phone;
--   back: ALTER TABLE public.clients ADD COLUMN phone text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.clients'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.clients', dblead_one);
--           END LOOP;
--           UPDATE public.clients SET phone = kept.phone FROM dblead_kept.clients_phone_43563af6 AS kept
--           WHERE public.clients.id = kept.id;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.clients', dblead_one);
--           END LOOP;
--         END
--         $quiet$;

-- carries public.clients.phone → public.clients.∅: forward none, backward none
