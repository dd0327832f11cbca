/** Objects that stand beside the generated tables: how each is removed, and the ways to make it, with rows where there is a table. */
interface Extra {
  readonly drop: string;
  readonly variants: readonly string[];
}

export const extras: readonly Extra[] = [
  {
    drop: "DROP TYPE public.x_mood;",
    variants: ["CREATE TYPE public.x_mood AS ENUM ('a', 'b');", "CREATE TYPE public.x_mood AS ENUM ('a', 'new', 'b');"],
  },
  {
    drop: "DROP DOMAIN public.x_mail;",
    variants: [
      "CREATE DOMAIN public.x_mail AS text CONSTRAINT x_filled CHECK (VALUE <> '');",
      "CREATE DOMAIN public.x_mail AS text DEFAULT 'a@b' NOT NULL CONSTRAINT x_at CHECK (VALUE LIKE '%@%');",
    ],
  },
  {
    drop: "DROP TYPE public.x_pair;",
    variants: ["CREATE TYPE public.x_pair AS (a integer, b text);", "CREATE TYPE public.x_pair AS (a integer, b text, c boolean);"],
  },
  {
    drop: "DROP SEQUENCE public.x_numbers;",
    variants: ["CREATE SEQUENCE public.x_numbers;", "CREATE SEQUENCE public.x_numbers INCREMENT BY 5 MAXVALUE 5000 CYCLE;"],
  },
  {
    drop: "DROP FUNCTION public.x_twice(integer);",
    variants: [
      "CREATE FUNCTION public.x_twice(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a * 2 $$;",
      "CREATE FUNCTION public.x_twice(a integer) RETURNS bigint LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN a + a; END $$;",
    ],
  },
  {
    drop: "DROP TABLE public.x_log;",
    variants: [
      "CREATE TABLE public.x_log (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE public.x_log_25 PARTITION OF public.x_log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
      "CREATE TABLE public.x_log (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE public.x_log_25 PARTITION OF public.x_log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01'); CREATE TABLE public.x_log_rest PARTITION OF public.x_log DEFAULT;",
    ],
  },
  {
    drop: "DROP TABLE public.x_child; DROP TABLE public.x_parent;",
    variants: [
      "CREATE TABLE public.x_parent (a integer); CREATE TABLE public.x_child (b text) INHERITS (public.x_parent);",
      "CREATE TABLE public.x_parent (a integer, c text); CREATE TABLE public.x_child (b text) INHERITS (public.x_parent); COMMENT ON TABLE public.x_child IS 'heir';",
    ],
  },
  {
    drop: "DROP MATERIALIZED VIEW public.x_sums;",
    variants: [
      "CREATE MATERIALIZED VIEW public.x_sums AS SELECT g AS n FROM generate_series(1, 3) g; CREATE UNIQUE INDEX x_sums_n ON public.x_sums (n);",
      "CREATE MATERIALIZED VIEW public.x_sums AS SELECT g AS n, g * 2 AS m FROM generate_series(1, 3) g; CREATE INDEX x_sums_m ON public.x_sums (m);",
    ],
  },
  {
    drop: "DROP VIEW public.x_second; DROP VIEW public.x_first;",
    variants: [
      "CREATE VIEW public.x_first AS SELECT 1 AS a; CREATE VIEW public.x_second AS SELECT a FROM public.x_first;",
      "CREATE VIEW public.x_first WITH (security_barrier = true) AS SELECT 1 AS a, 'x'::text AS b; CREATE VIEW public.x_second AS SELECT b, a FROM public.x_first;",
    ],
  },
  {
    drop: "DROP TABLE public.x_guarded;",
    variants: [
      "CREATE TABLE public.x_guarded (id integer PRIMARY KEY, owner text); ALTER TABLE public.x_guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON public.x_guarded USING (owner = current_user);",
      "CREATE TABLE public.x_guarded (id integer PRIMARY KEY, owner text); ALTER TABLE public.x_guarded ENABLE ROW LEVEL SECURITY; ALTER TABLE public.x_guarded FORCE ROW LEVEL SECURITY; CREATE POLICY own ON public.x_guarded FOR SELECT USING (id > 0); GRANT SELECT (id) ON public.x_guarded TO PUBLIC; CREATE STATISTICS public.x_st ON id, owner FROM public.x_guarded;",
    ],
  },
  {
    drop: "DROP PUBLICATION x_pub; DROP TABLE public.x_pubbed;",
    variants: [
      "CREATE TABLE public.x_pubbed (id integer PRIMARY KEY, a text, b text); INSERT INTO public.x_pubbed VALUES (1, 'a', 'b'); CREATE PUBLICATION x_pub FOR TABLE public.x_pubbed;",
      "CREATE TABLE public.x_pubbed (id integer PRIMARY KEY, a text, b text); CREATE PUBLICATION x_pub FOR TABLE public.x_pubbed (id, a) WHERE (id > 5) WITH (publish = 'insert, delete');",
    ],
  },
  {
    drop: "DROP TABLE public.x_ruled CASCADE;",
    variants: [
      "CREATE TABLE public.x_ruled (id integer, note text); INSERT INTO public.x_ruled VALUES (1, 'n'); CREATE RULE x_no_delete AS ON DELETE TO public.x_ruled DO INSTEAD NOTHING;",
      "CREATE TABLE public.x_ruled (id bigint, note text); CREATE RULE x_no_delete AS ON DELETE TO public.x_ruled WHERE old.id > 5 DO INSTEAD NOTHING; COMMENT ON RULE x_no_delete ON public.x_ruled IS 'kept';",
    ],
  },
  {
    drop: "DROP TABLE IF EXISTS public.x_spans; DROP TYPE public.x_span;",
    variants: [
      "CREATE TYPE public.x_span AS RANGE (subtype = integer); CREATE TABLE public.x_spans (id integer PRIMARY KEY, s public.x_span); INSERT INTO public.x_spans VALUES (1, public.x_span(1, 5));",
      "CREATE TYPE public.x_span AS RANGE (subtype = integer); CREATE TABLE public.x_spans (id integer PRIMARY KEY, s public.x_span NOT NULL DEFAULT public.x_span(1, 2)); CREATE INDEX x_spans_s ON public.x_spans USING gist (s);",
    ],
  },
  {
    drop: "DROP TABLE public.x_granted;",
    variants: [
      "CREATE TABLE public.x_granted (id integer, a text); INSERT INTO public.x_granted VALUES (1, 'a'); GRANT SELECT ON public.x_granted TO pg_monitor;",
      "CREATE TABLE public.x_granted (id integer, a text); GRANT SELECT ON public.x_granted TO pg_monitor WITH GRANT OPTION; GRANT UPDATE (a) ON public.x_granted TO pg_read_all_data;",
      "CREATE TABLE public.x_granted (id integer, b text); GRANT INSERT (id) ON public.x_granted TO PUBLIC;",
    ],
  },
  {
    drop: "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM pg_monitor; ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM pg_monitor;",
    variants: [
      "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO pg_monitor;",
      "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO pg_monitor; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO pg_monitor;",
    ],
  },
  {
    drop: "DROP TABLE public.x_coded; DROP DOMAIN public.x_code;",
    variants: [
      "CREATE DOMAIN public.x_code AS text CONSTRAINT x_small CHECK (VALUE ~ '^[a-z]+$'); CREATE TABLE public.x_coded (id integer PRIMARY KEY, code public.x_code NOT NULL); INSERT INTO public.x_coded VALUES (1, 'abc');",
      "CREATE DOMAIN public.x_code AS text DEFAULT 'none' CONSTRAINT x_short CHECK (length(VALUE) < 10); CREATE TABLE public.x_coded (id integer PRIMARY KEY, code public.x_code DEFAULT 'x'); CREATE INDEX x_coded_code ON public.x_coded (code);",
    ],
  },
  {
    drop: "DROP TABLE public.x_home; DROP TYPE public.x_address;",
    variants: [
      "CREATE TYPE public.x_address AS (street text, zip integer); CREATE TABLE public.x_home (id integer PRIMARY KEY, at public.x_address); INSERT INTO public.x_home VALUES (1, row('s', 5));",
      "CREATE TYPE public.x_address AS (street text, zip integer, town text); CREATE TABLE public.x_home (id integer PRIMARY KEY, at public.x_address, was public.x_address[]); COMMENT ON TYPE public.x_address IS 'where';",
    ],
  },
  {
    drop: "DROP TABLE public.x_policed;",
    variants: [
      "CREATE TABLE public.x_policed (id integer, who text); INSERT INTO public.x_policed VALUES (1, 'me'); CREATE POLICY seen ON public.x_policed FOR SELECT TO pg_monitor USING (who = current_user);",
      "CREATE TABLE public.x_policed (id integer, who text); ALTER TABLE public.x_policed ENABLE ROW LEVEL SECURITY; CREATE POLICY seen ON public.x_policed AS RESTRICTIVE FOR UPDATE USING (id > 0) WITH CHECK (id > 1); COMMENT ON POLICY seen ON public.x_policed IS 'p';",
      "CREATE TABLE public.x_policed (id bigint, who varchar(30)); ALTER TABLE public.x_policed ENABLE ROW LEVEL SECURITY; CREATE POLICY seen ON public.x_policed FOR SELECT TO PUBLIC USING (who = current_user); CREATE POLICY made ON public.x_policed FOR INSERT WITH CHECK (id > 1);",
    ],
  },
  {
    drop: "DROP TABLE public.x_fired; DROP FUNCTION public.x_fire();",
    variants: [
      "CREATE TABLE public.x_fired (id integer, n integer); INSERT INTO public.x_fired VALUES (1, 2); CREATE FUNCTION public.x_fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := 1; RETURN NEW; END $$; CREATE TRIGGER x_first BEFORE INSERT ON public.x_fired FOR EACH ROW EXECUTE FUNCTION public.x_fire();",
      "CREATE TABLE public.x_fired (id integer, n bigint); CREATE FUNCTION public.x_fire() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER x_first BEFORE INSERT OR UPDATE OF n ON public.x_fired FOR EACH ROW WHEN (NEW.n > 5) EXECUTE FUNCTION public.x_fire(); ALTER TABLE public.x_fired DISABLE TRIGGER x_first;",
      "CREATE TABLE public.x_fired (id integer, n integer); CREATE FUNCTION public.x_fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER x_last AFTER INSERT ON public.x_fired DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.x_fire();",
    ],
  },
  {
    drop: "DROP TABLE public.x_parts;",
    variants: [
      "CREATE TABLE public.x_parts (id integer, kind text, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind); CREATE TABLE public.x_parts_a PARTITION OF public.x_parts FOR VALUES IN ('a'); INSERT INTO public.x_parts VALUES (1, 'a'); CREATE INDEX x_parts_kind ON public.x_parts (kind);",
      "CREATE TABLE public.x_parts (id integer, kind text, n integer DEFAULT 5 CHECK (n > 0), PRIMARY KEY (id, kind)) PARTITION BY LIST (kind); CREATE TABLE public.x_parts_a PARTITION OF public.x_parts FOR VALUES IN ('a', 'b'); CREATE TABLE public.x_parts_c PARTITION OF public.x_parts FOR VALUES IN ('c') PARTITION BY RANGE (id); CREATE TABLE public.x_parts_c1 PARTITION OF public.x_parts_c FOR VALUES FROM (0) TO (10);",
    ],
  },
  {
    drop: "DROP TABLE public.x_heir; DROP TABLE public.x_elder;",
    variants: [
      "CREATE TABLE public.x_elder (a integer NOT NULL, b text DEFAULT 'x'); CREATE TABLE public.x_heir (c integer) INHERITS (public.x_elder); CREATE INDEX x_heir_c ON public.x_heir (c);",
      "CREATE TABLE public.x_elder (a integer NOT NULL, b text CONSTRAINT x_b CHECK (b <> '')); CREATE TABLE public.x_heir (c integer) INHERITS (public.x_elder); INSERT INTO public.x_heir VALUES (1, 'b', 2); INSERT INTO public.x_elder VALUES (3, 'e');",
    ],
  },
  {
    drop: "DROP TABLE public.x_counted;",
    variants: [
      "CREATE TABLE public.x_counted (id integer GENERATED ALWAYS AS IDENTITY (START 10) PRIMARY KEY, a text); INSERT INTO public.x_counted (a) VALUES ('a'), ('b');",
      "CREATE TABLE public.x_counted (id integer GENERATED BY DEFAULT AS IDENTITY (INCREMENT 5 CACHE 2) PRIMARY KEY, a text);",
      "CREATE TABLE public.x_counted (id integer PRIMARY KEY, a text);",
    ],
  },
  {
    drop: "DROP TABLE public.x_derived;",
    variants: [
      "CREATE TABLE public.x_derived (id integer, net numeric(10,2), gross numeric(12,2) GENERATED ALWAYS AS (net * 1.2) STORED); INSERT INTO public.x_derived VALUES (1, 10), (2, 20);",
      "CREATE TABLE public.x_derived (id integer, net numeric(10,2), gross numeric(12,2) GENERATED ALWAYS AS (net * 1.19) STORED); CREATE INDEX x_derived_gross ON public.x_derived (gross);",
      "CREATE TABLE public.x_derived (id integer, net numeric(10,2), gross numeric(12,2));",
    ],
  },
  {
    drop: "DROP FUNCTION public.x_said(integer); DROP TABLE public.x_noted;",
    variants: [
      "CREATE TABLE public.x_noted (id integer CONSTRAINT x_positive CHECK (id > 0), a text); CREATE INDEX x_noted_a ON public.x_noted (a); INSERT INTO public.x_noted VALUES (1, 'a'); COMMENT ON TABLE public.x_noted IS 't'; COMMENT ON COLUMN public.x_noted.a IS 'c'; COMMENT ON CONSTRAINT x_positive ON public.x_noted IS 'k'; COMMENT ON INDEX public.x_noted_a IS 'i'; CREATE FUNCTION public.x_said(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n $$; COMMENT ON FUNCTION public.x_said(integer) IS 'f';",
      "CREATE TABLE public.x_noted (id integer CONSTRAINT x_positive CHECK (id >= 1), a text); CREATE INDEX x_noted_a ON public.x_noted (a, id); COMMENT ON TABLE public.x_noted IS 'it''s'; COMMENT ON CONSTRAINT x_positive ON public.x_noted IS 'k2'; COMMENT ON INDEX public.x_noted_a IS 'i2'; CREATE FUNCTION public.x_said(m integer) RETURNS integer LANGUAGE sql AS $$ SELECT m + 1 $$; COMMENT ON FUNCTION public.x_said(integer) IS 'f2';",
    ],
  },
  {
    drop: "DROP TABLE public.x_measured;",
    variants: [
      "CREATE TABLE public.x_measured (a integer, b integer, c text); INSERT INTO public.x_measured VALUES (1, 2, 'c'); CREATE STATISTICS public.x_stats (ndistinct) ON a, b FROM public.x_measured;",
      "CREATE TABLE public.x_measured (a bigint, b integer, c text); CREATE STATISTICS public.x_stats (dependencies, mcv) ON a, b, c FROM public.x_measured; ALTER STATISTICS public.x_stats SET STATISTICS 50; COMMENT ON STATISTICS public.x_stats IS 's';",
    ],
  },
  {
    drop: "DROP TABLE public.x_booked;",
    variants: [
      "CREATE TABLE public.x_booked (id integer, during int4range, CONSTRAINT x_apart EXCLUDE USING gist (during WITH &&)); INSERT INTO public.x_booked VALUES (1, '[1,5)'), (2, '[7,9)');",
      "CREATE TABLE public.x_booked (id integer, during int4range, CONSTRAINT x_apart EXCLUDE USING gist (during WITH &&) WHERE (id > 0) DEFERRABLE INITIALLY DEFERRED);",
      "CREATE TABLE public.x_booked (id integer, during int4range NOT NULL);",
    ],
  },
  {
    drop: "DROP MATERIALIZED VIEW public.x_totals; DROP TABLE public.x_sold;",
    variants: [
      "CREATE TABLE public.x_sold (id integer, n integer); INSERT INTO public.x_sold VALUES (1, 5); CREATE MATERIALIZED VIEW public.x_totals AS SELECT sum(n) AS total FROM public.x_sold; CREATE UNIQUE INDEX x_totals_one ON public.x_totals (total);",
      "CREATE TABLE public.x_sold (id integer, n bigint); CREATE MATERIALIZED VIEW public.x_totals AS SELECT id, sum(n) AS total FROM public.x_sold GROUP BY id; CREATE INDEX x_totals_id ON public.x_totals (id); COMMENT ON MATERIALIZED VIEW public.x_totals IS 'm'; GRANT SELECT ON public.x_totals TO pg_monitor;",
    ],
  },
  {
    drop: "DROP TABLE public.x_ruling; DROP FUNCTION public.x_valid(text); DROP FUNCTION IF EXISTS public.x_start();",
    variants: [
      "CREATE FUNCTION public.x_valid(a text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT a <> '' $$; CREATE FUNCTION public.x_start() RETURNS text LANGUAGE sql AS $$ SELECT 'go'::text $$; CREATE TABLE public.x_ruling (id integer, a text DEFAULT public.x_start() CONSTRAINT x_fine CHECK (public.x_valid(a))); INSERT INTO public.x_ruling VALUES (1, 'a');",
      "CREATE FUNCTION public.x_valid(a text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN length(a) > 0; END $$; CREATE FUNCTION public.x_start() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'gone'; END $$; CREATE TABLE public.x_ruling (id integer, a text DEFAULT public.x_start() NOT NULL CONSTRAINT x_fine CHECK (public.x_valid(a)), b text CHECK (public.x_valid(b)));",
      "CREATE FUNCTION public.x_valid(a text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT true $$; CREATE TABLE public.x_ruling (id integer, a text); CREATE INDEX x_ruling_valid ON public.x_ruling (public.x_valid(a));",
    ],
  },
  {
    drop: "DROP TABLE public.x_feeling; DROP TYPE public.x_feel;",
    variants: [
      "CREATE TYPE public.x_feel AS ENUM ('low', 'high'); CREATE TABLE public.x_feeling (id integer, f public.x_feel NOT NULL DEFAULT 'low'); INSERT INTO public.x_feeling VALUES (1, 'low'); CREATE INDEX x_feeling_f ON public.x_feeling (f);",
      "CREATE TYPE public.x_feel AS ENUM ('low', 'mid', 'high', 'top'); CREATE TABLE public.x_feeling (id integer, f public.x_feel NOT NULL DEFAULT 'mid');",
      "CREATE TYPE public.x_feel AS ENUM ('low', 'other'); CREATE TABLE public.x_feeling (id integer, f public.x_feel, g public.x_feel[]);",
    ],
  },
  {
    drop: "DROP TABLE public.x_stored;",
    variants: [
      "CREATE TABLE public.x_stored (id integer PRIMARY KEY, doc text); INSERT INTO public.x_stored VALUES (1, 'doc');",
      "CREATE UNLOGGED TABLE public.x_stored (id integer PRIMARY KEY, doc text) WITH (fillfactor = 70, autovacuum_enabled = off); ALTER TABLE public.x_stored ALTER doc SET STORAGE EXTERNAL; ALTER TABLE public.x_stored ALTER doc SET STATISTICS 500; ALTER TABLE public.x_stored REPLICA IDENTITY FULL;",
      "CREATE TABLE public.x_stored (id integer PRIMARY KEY, doc text NOT NULL) WITH (toast.autovacuum_enabled = off); CREATE UNIQUE INDEX x_stored_doc ON public.x_stored (doc);",
    ],
  },
  {
    drop: "DROP TABLE public.x_line; DROP TABLE public.x_head;",
    variants: [
      "CREATE TABLE public.x_head (a integer, b integer, PRIMARY KEY (a, b)); CREATE TABLE public.x_line (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT x_of FOREIGN KEY (a, b) REFERENCES public.x_head); INSERT INTO public.x_head VALUES (1, 2); INSERT INTO public.x_line VALUES (1, 1, 2);",
      "CREATE TABLE public.x_head (a integer, b integer, PRIMARY KEY (b, a)); CREATE TABLE public.x_line (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT x_of FOREIGN KEY (b, a) REFERENCES public.x_head ON DELETE CASCADE DEFERRABLE);",
      "CREATE TABLE public.x_head (a bigint UNIQUE, b integer); CREATE TABLE public.x_line (id bigint PRIMARY KEY, a bigint CONSTRAINT x_of REFERENCES public.x_head (a) ON UPDATE SET NULL, b integer);",
    ],
  },
  {
    drop: "DROP TABLE public.x_unique;",
    variants: [
      "CREATE TABLE public.x_unique (a integer, b text, CONSTRAINT x_one UNIQUE (a)); INSERT INTO public.x_unique VALUES (1, 'b'), (2, 'c');",
      "CREATE TABLE public.x_unique (a integer, b text, CONSTRAINT x_one UNIQUE NULLS NOT DISTINCT (a, b));",
      "CREATE TABLE public.x_unique (a integer, b text, CONSTRAINT x_one UNIQUE (a) INCLUDE (b) DEFERRABLE); CREATE UNIQUE INDEX x_unique_lower ON public.x_unique (lower(b) text_pattern_ops) WHERE a > 0;",
    ],
  },
  {
    drop: "DROP AGGREGATE public.x_all(integer); DROP FUNCTION public.x_add(integer, integer);",
    variants: [
      "CREATE FUNCTION public.x_add(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$; CREATE AGGREGATE public.x_all(integer) (SFUNC = public.x_add, STYPE = integer, INITCOND = '0');",
      "CREATE FUNCTION public.x_add(a integer, b integer) RETURNS integer LANGUAGE sql STRICT AS $$ SELECT greatest(a, b) $$; CREATE AGGREGATE public.x_all(integer) (SFUNC = public.x_add, STYPE = integer);",
    ],
  },
  {
    drop: "DROP VIEW public.x_seen CASCADE; DROP TABLE public.x_looked;",
    variants: [
      "CREATE TABLE public.x_looked (id integer PRIMARY KEY, a text, b integer); INSERT INTO public.x_looked VALUES (1, 'a', 2); CREATE VIEW public.x_seen AS SELECT * FROM public.x_looked WHERE b > 0; CREATE VIEW public.x_seen_twice AS SELECT id FROM public.x_seen;",
      "CREATE TABLE public.x_looked (id bigint PRIMARY KEY, a text, b integer); CREATE VIEW public.x_seen WITH (security_invoker = true) AS SELECT id, a FROM public.x_looked; COMMENT ON COLUMN public.x_seen.a IS 'v'; GRANT SELECT ON public.x_seen TO pg_monitor;",
      "CREATE TABLE public.x_looked (id integer PRIMARY KEY, a varchar(50)); CREATE VIEW public.x_seen AS SELECT a, id FROM public.x_looked WHERE id > 0 WITH CHECK OPTION;",
    ],
  },
  {
    drop: "DROP PROCEDURE public.x_do(integer); DROP COLLATION IF EXISTS public.x_order;",
    variants: [
      "CREATE PROCEDURE public.x_do(n integer) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;",
      'CREATE COLLATION public.x_order FROM "C"; CREATE PROCEDURE public.x_do(INOUT n integer) LANGUAGE plpgsql AS $$ BEGIN n := n + 1; END $$;',
    ],
  },
  {
    drop: "DROP SERVER x_far CASCADE; DROP FOREIGN DATA WRAPPER x_wrapper;",
    variants: [
      "CREATE FOREIGN DATA WRAPPER x_wrapper; CREATE SERVER x_far FOREIGN DATA WRAPPER x_wrapper OPTIONS (host 'a');",
      "CREATE FOREIGN DATA WRAPPER x_wrapper OPTIONS (debug 'true'); CREATE SERVER x_far VERSION '2' FOREIGN DATA WRAPPER x_wrapper; CREATE FOREIGN TABLE public.x_remote (id integer NOT NULL, a text) SERVER x_far;",
    ],
  },
];

/** One of the extras before and after: 0 is absent, 1 and more are the variants. */
export interface Move {
  readonly extra: number;
  readonly before: number;
  readonly after: number;
}

const make = (extra: number, choice: number): string => (choice === 0 ? "" : (extras[extra]?.variants[choice - 1] ?? ""));

export function makeExtras(moves: readonly Move[]): string {
  return moves.map(({ extra, before }) => make(extra, before)).join("\n");
}

/** Each that changes is taken away and made anew: how that can be had by alterations is the planner's affair. */
export function moveExtras(moves: readonly Move[]): string {
  const changed = moves.filter(({ before, after }) => before !== after);
  const dropped = changed.flatMap(({ extra, before }) => (before === 0 ? [] : [extras[extra]?.drop ?? ""]));
  return [...dropped, ...changed.map(({ extra, after }) => make(extra, after))].join("\n");
}
