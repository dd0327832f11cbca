-- S1 expand alter-sequence: Change sequence public.orders_id_seq
ALTER SEQUENCE public.orders_id_seq AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
--   back: DO $bounds$
--         BEGIN
--           IF (SELECT last_value FROM public.orders_id_seq) BETWEEN 1 AND 2147483647 THEN
--             ALTER SEQUENCE public.orders_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE;
--           ELSE
--             ALTER SEQUENCE public.orders_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE RESTART;
--           END IF;
--         END
--         $bounds$;

-- S2 expand change-type: Change column public.orders.id from integer to bigint
--   ACCESS EXCLUSIVE on public.orders for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.orders) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.orders) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.orders) Needs room for a second copy of the table.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.orders) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.orders ALTER COLUMN id DROP DEFAULT;
ALTER TABLE public.orders ALTER COLUMN id TYPE bigint USING id::bigint;
ALTER TABLE public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);
--   back: ALTER TABLE public.orders ALTER COLUMN id DROP DEFAULT;
--   back: ALTER TABLE public.orders ALTER COLUMN id TYPE integer USING id::integer;
--   back: ALTER TABLE public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);

-- S3 expand analyze [transaction: own]: Gather statistics of public.orders: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
ANALYZE public.orders;

-- carries public.orders.id → public.orders.id: forward id::bigint, backward id::integer
