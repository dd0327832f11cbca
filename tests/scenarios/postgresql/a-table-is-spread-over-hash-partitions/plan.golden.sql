-- S1 expand create-beside: Make the new form of public.sessions beside it, empty, as sessions_req_0001
CREATE TABLE public.sessions_req_0001 (
  id uuid CONSTRAINT sessions_id_not_null NOT NULL,
  account bigint CONSTRAINT sessions_account_not_null NOT NULL,
  opened timestamp with time zone CONSTRAINT sessions_opened_not_null NOT NULL,
  CONSTRAINT sessions_pkey_req_0001 PRIMARY KEY (id)
) PARTITION BY HASH (id);
CREATE TABLE public.sessions_0 PARTITION OF public.sessions_req_0001 FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE public.sessions_1 PARTITION OF public.sessions_req_0001 FOR VALUES WITH (modulus 2, remainder 1);
--   back: DROP TABLE IF EXISTS public.sessions_req_0001;

-- S2 expand sync-trigger: Repeat every write of public.sessions in its new form
--   SHARE ROW EXCLUSIVE on public.sessions for a moment: blocks writes
--   note: breaks-running-code (public.sessions) A write that fits no part of the new form is refused; TRUNCATE is not repeated.
--   note: breaks-replication (public.sessions) Fires for writes of this server's clients only; rows that replication brings are copied by the job alone.
CREATE FUNCTION public.zz_req_0001_move_sessions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $move$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM public.sessions_req_0001 WHERE id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO public.sessions_req_0001 (id, account, opened) VALUES (NEW.id, NEW.account, NEW.opened);
  END IF;
  RETURN NULL;
END
$move$;
CREATE TRIGGER zz_req_0001_move_sessions AFTER INSERT OR UPDATE OR DELETE ON public.sessions FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_move_sessions();
--   back: DROP TRIGGER IF EXISTS zz_req_0001_move_sessions ON public.sessions;
--   back: DROP FUNCTION IF EXISTS public.zz_req_0001_move_sessions();

-- S3 migrate backfill: Copy the rows of public.sessions into its new form, batch by batch
--   warning: needs-disk (public.sessions) Needs room for a second copy of the table.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.sessions.id%TYPE;
  dblead_upper_1 public.sessions.id%TYPE;
  dblead_first boolean := true;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.sessions
      WHERE dblead_first OR id > dblead_last_1
      ORDER BY id LIMIT 2000
    ) AS batch
    ORDER BY id DESC LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM set_config('lock_timeout', '3s', true);
    INSERT INTO public.sessions_req_0001 (id, account, opened)
    SELECT here.id, here.account, here.opened FROM public.sessions here
    WHERE (dblead_first OR here.id > dblead_last_1) AND here.id <= dblead_upper_1
    FOR UPDATE
    ON CONFLICT DO NOTHING;
    COMMIT;
    dblead_last_1 := dblead_upper_1;
    dblead_first := false;
  END LOOP;
END
$job$;

-- S4 contract guard-backfill [transaction: own]: Refuse to go on while a row of public.sessions is missing in its new form
--   ACCESS SHARE on public.sessions for a scan: blocks ddl
--   note: scans-object (public.sessions) Both forms are read and compared.
DO $guard$
BEGIN
  IF EXISTS ((SELECT (here.id)::text, (here.account)::text, (here.opened)::text FROM public.sessions here EXCEPT SELECT here.id::text, here.account::text, here.opened::text FROM public.sessions_req_0001 here) UNION ALL (SELECT here.id::text, here.account::text, here.opened::text FROM public.sessions_req_0001 here EXCEPT SELECT (here.id)::text, (here.account)::text, (here.opened)::text FROM public.sessions here)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The rows of public.sessions have not all moved.', HINT = 'Run the job again, then this migration.';
  END IF;
END
$guard$;

-- S5 contract cut-over: Let the new form take the place of public.sessions
--   ACCESS EXCLUSIVE on public.sessions for a moment: blocks reads-and-writes
--   warning: breaks-replication (public.sessions) Subscribers of the old table do not follow the new one by themselves.
--   note: breaks-running-code (public.sessions) A prepared SELECT * of it fails once: cached plan must not change result type.
LOCK TABLE public.sessions IN ACCESS EXCLUSIVE MODE;
DROP TRIGGER zz_req_0001_move_sessions ON public.sessions;
DROP FUNCTION public.zz_req_0001_move_sessions();
ALTER TABLE public.sessions RENAME TO sessions_old_req_0001;
ALTER INDEX public.sessions_pkey RENAME TO sessions_pkey_old_req_0001;
ALTER TABLE public.sessions_req_0001 RENAME TO sessions;
ALTER INDEX public.sessions_pkey_req_0001 RENAME TO sessions_pkey;
DROP TABLE public.sessions_old_req_0001;
--   back: ALTER TABLE public.sessions RENAME TO sessions_req_0001;
--   back: ALTER INDEX public.sessions_pkey RENAME TO sessions_pkey_req_0001;
--   back: ALTER TABLE public.sessions_req_0001 RENAME CONSTRAINT sessions_id_not_null TO sessions_id_not_null_req_0001;
--   back: ALTER TABLE public.sessions_req_0001 RENAME CONSTRAINT sessions_account_not_null TO sessions_account_not_null_req_0001;
--   back: ALTER TABLE public.sessions_req_0001 RENAME CONSTRAINT sessions_opened_not_null TO sessions_opened_not_null_req_0001;
--   back: CREATE TABLE public.sessions (
--           id uuid NOT NULL,
--           account bigint NOT NULL,
--           opened timestamp with time zone NOT NULL,
--           CONSTRAINT sessions_pkey PRIMARY KEY (id)
--         );
--   back: INSERT INTO public.sessions (id, account, opened)
--         SELECT id, account, opened FROM public.sessions_req_0001;
--   back: DROP TABLE public.sessions_req_0001;

-- S6 contract analyze [transaction: own]: Gather statistics of public.sessions: a table made anew has none as a whole
--   SHARE UPDATE EXCLUSIVE on public.sessions for a scan: blocks ddl
ANALYZE public.sessions;

