/** Objects that stand beside the generated tables: how each is removed, and two ways to make it. */
interface Extra {
  readonly drop: string;
  readonly variants: readonly [string, string];
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
];

/** Statements that bring the extras from one choice to another: 0 is absent, 1 and 2 are the variants. */
export function moveExtras(from: readonly number[], to: readonly number[]): string {
  return extras
    .flatMap(({ drop, variants }, at) => {
      const [before = 0, after = 0] = [from[at], to[at]];
      if (before === after) return [];
      return [...(before === 0 ? [] : [drop]), ...(after === 0 ? [] : [variants[after - 1] ?? ""])];
    })
    .join("\n");
}
