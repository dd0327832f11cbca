// Schemas that nobody wrote down, and what happens to them, as data that shrinks.
import * as fc from "fast-check";
import type { Strategy } from "../../src/engines/engine.ts";
import { extras, makeExtras, type Move, moveExtras } from "./postgresql-extras.ts";

const types = ["integer", "bigint", "text", "varchar(40)", "numeric(10,2)", "boolean", "timestamptz", "date", "uuid", "jsonb"] as const;
type TypeName = (typeof types)[number];
export interface Column {
  readonly name: string;
  readonly type: TypeName;
  readonly required: boolean;
  readonly hasDefault: boolean;
}
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly key: "identity" | "serial" | "composite" | "none";
  readonly unique: readonly number[];
  readonly checked: readonly number[];
  readonly indexed: readonly number[];
  readonly refersTo: number | null;
  readonly hasView: boolean;
  readonly comment: string | null;
}
export type Mutation =
  | {
      readonly kind:
        | "rename-column"
        | "drop-column"
        | "retype"
        | "require"
        | "relax"
        | "add-check"
        | "add-index"
        | "drop-index"
        | "add-unique";
      readonly table: number;
      readonly column: number;
    }
  | { readonly kind: "add-column"; readonly table: number; readonly column: Column; readonly volatile: boolean }
  | { readonly kind: "rename-table" | "drop-table" | "add-table" | "add-reference" | "comment"; readonly table: number };

const column = (names: readonly string[]): fc.Arbitrary<Column> =>
  fc.record({ name: fc.constantFrom(...names), type: fc.constantFrom(...types), required: fc.boolean(), hasDefault: fc.boolean() });
const names = ["alpha", "beta", "gamma", "Delta Force", "select", "zeta_1"];
const table = (index: number): fc.Arbitrary<Table> =>
  fc.record({
    name: fc.constant(index === 2 ? "Big Table" : `t${index}`),
    columns: fc.uniqueArray(column(names), { selector: (one) => one.name, minLength: 2, maxLength: 5 }),
    key: fc.constantFrom("identity", "serial", "composite", "none"),
    unique: fc.uniqueArray(fc.nat(4), { maxLength: 1 }),
    checked: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
    indexed: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
    refersTo: fc.option(fc.nat(2), { nil: null }),
    hasView: fc.boolean(),
    comment: fc.option(fc.constantFrom("it's", "plain"), { nil: null }),
  });
const place = { table: fc.nat(2), column: fc.nat(4) };
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      "rename-column",
      "drop-column",
      "retype",
      "require",
      "relax",
      "add-check",
      "add-index",
      "drop-index",
      "add-unique",
    ),
    ...place,
  }),
  fc.record({
    kind: fc.constant("add-column" as const),
    table: fc.nat(2),
    column: column(["fresh", "Other Fresh", "limit"]),
    volatile: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom("rename-table", "drop-table", "add-table", "add-reference", "comment"), table: fc.nat(2) }),
);
/** Tables and what happens to them, and what stands beside them before and after. */
export const world: fc.Arbitrary<World> = fc.record({
  tables: fc.tuple(table(0), table(1), table(2)),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 5 }),
  moves: fc.uniqueArray(
    fc.nat(extras.length - 1).chain((extra) => {
      const choice = fc.nat(extras[extra]?.variants.length ?? 0);
      return fc.record({ extra: fc.constant(extra), before: choice, after: choice });
    }),
    { selector: ({ extra }) => extra, minLength: 1, maxLength: 7 },
  ),
  strategy: fc.constantFrom<Strategy>("online", "online", "direct"),
});

export interface World {
  readonly tables: readonly Table[];
  readonly mutations: readonly Mutation[];
  readonly moves: readonly Move[];
  readonly strategy: Strategy;
}

/** The world as text: `base` makes what was there, `rows` fills it, `change` makes what is wanted of it. */
export interface WorldSql {
  readonly base: string;
  readonly rows: string;
  readonly change: string;
  readonly renames: Readonly<Record<string, string>>;
}

export function sqlOfWorld({ tables, mutations, moves }: World): WorldSql {
  const { sql, renames } = mutate(tables, mutations);
  return {
    base: `${createSql(tables)}\n${makeExtras(moves)}`,
    rows: seedSql(tables),
    change: `${sql.join("\n")}\n${moveExtras(moves)}`,
    renames,
  };
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const defaults: Readonly<Record<TypeName, string>> = {
  integer: "7",
  bigint: "8",
  text: "'d'",
  "varchar(40)": "'v'",
  "numeric(10,2)": "1.50",
  boolean: "true",
  timestamptz: "now()",
  date: "'2026-01-01'",
  uuid: "gen_random_uuid()",
  jsonb: "'{}'",
};
const values: Readonly<Record<TypeName, string>> = {
  integer: "g",
  bigint: "g * 3000000000",
  text: "'text ' || g",
  "varchar(40)": "'short ' || g",
  "numeric(10,2)": "g + 0.25",
  boolean: "g % 2 = 0",
  timestamptz: "'2026-01-01T00:00:00Z'::timestamptz + g * interval '1 hour'",
  date: "'2026-01-01'::date + g",
  uuid: "md5('u' || g)::uuid",
  jsonb: "jsonb_build_object('n', g)",
};
/** Types that hold every value of another one of this test's rows. */
const wider: Readonly<Partial<Record<TypeName, string>>> = {
  integer: "bigint",
  bigint: "numeric(20,0)",
  "varchar(40)": "varchar(80)",
  "numeric(10,2)": "numeric(14,4)",
  boolean: "text",
  date: "timestamptz",
  uuid: "text",
  jsonb: "text",
};

function createSql(tables: readonly Table[]): string {
  const made = tables.map((one) => {
    const key =
      one.key === "identity"
        ? ["id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"]
        : one.key === "serial"
          ? ["id serial PRIMARY KEY"]
          : one.key === "composite"
            ? ["k1 integer NOT NULL", "k2 text NOT NULL", "PRIMARY KEY (k1, k2)"]
            : ["id integer"];
    const columns = one.columns.map(
      (c) => `${quote(c.name)} ${c.type}${c.hasDefault ? ` DEFAULT ${defaults[c.type]}` : ""}${c.required ? " NOT NULL" : ""}`,
    );
    return `CREATE TABLE public.${quote(one.name)} (${[...key.slice(0, key.length === 3 ? 2 : 1), ...columns, ...key.slice(2)].join(", ")});`;
  });
  const rest = tables.flatMap((one) => {
    const at = (index: number): Column | undefined => one.columns[index];
    const name = `public.${quote(one.name)}`;
    const target = one.refersTo === null ? undefined : tables[one.refersTo];
    return [
      ...one.unique.flatMap((i) =>
        at(i) === undefined || at(i)?.type === "boolean" || at(i)?.type === "jsonb"
          ? []
          : [`ALTER TABLE ${name} ADD CONSTRAINT ${quote(`${one.name}_u`)} UNIQUE (${quote(at(i)?.name ?? "")});`],
      ),
      ...one.checked.flatMap((i) =>
        at(i) === undefined
          ? []
          : [`ALTER TABLE ${name} ADD CONSTRAINT ${quote(`${one.name}_c${i}`)} CHECK (${quote(at(i)?.name ?? "")} IS NOT NULL OR 1 > 0);`],
      ),
      ...one.indexed.flatMap((i) =>
        at(i) === undefined ? [] : [`CREATE INDEX ${quote(`${one.name}_i${i}`)} ON ${name} (${quote(at(i)?.name ?? "")});`],
      ),
      ...(target === undefined || target.key === "composite" || target.key === "none" || one.key === "composite"
        ? []
        : [`ALTER TABLE ${name} ADD COLUMN ref integer REFERENCES public.${quote(target.name)} (id);`]),
      ...(one.hasView
        ? [
            `CREATE VIEW public.${quote(`${one.name}_v`)} AS SELECT ${one.columns.map((c) => quote(c.name)).join(", ")} FROM ${name} WHERE ${quote(one.columns[0]?.name ?? "")} IS NOT NULL;`,
          ]
        : []),
      ...(one.comment === null
        ? []
        : [`COMMENT ON COLUMN ${name}.${quote(one.columns[0]?.name ?? "")} IS '${one.comment.replaceAll("'", "''")}';`]),
    ];
  });
  return [...made, ...rest].join("\n");
}

function seedSql(tables: readonly Table[]): string {
  return tables
    .map((one) => {
      const key = one.key === "composite" ? ["k1", "k2"] : one.key === "none" ? ["id"] : [];
      const filled = one.key === "composite" ? ["g", "'k' || g"] : one.key === "none" ? ["g"] : [];
      const list = [...key, ...one.columns.map((c) => quote(c.name))].join(", ");
      return `INSERT INTO public.${quote(one.name)} (${list}) SELECT ${[...filled, ...one.columns.map((c) => values[c.type])].join(", ")} FROM generate_series(1, 30) g;`;
    })
    .join("\n");
}

interface Change {
  readonly sql: readonly string[];
  readonly renames: Readonly<Record<string, string>>;
}
const dotted = (...parts: readonly string[]): string =>
  parts.map((part) => (/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(part) ? part : quote(part))).join(".");

/** The mutations as statements; a view in the way is taken away and made again where it still can be. */
function mutate(tables: readonly Table[], mutations: readonly Mutation[]): Change {
  const sql: string[] = [];
  const renames: Record<string, string> = {};
  const now = new Map(
    tables.map((one, index) => [
      index,
      {
        table: one.name,
        columns: new Map<string, { name: string; type: string }>(one.columns.map((c) => [c.name, { name: c.name, type: c.type }])),
      },
    ]),
  );
  const touched = new Set<string>();
  for (const [step, one] of mutations.entries()) {
    const state = now.get(one.table);
    if (one.kind === "add-table")
      sql.push(
        `CREATE TABLE public.new_${step} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text NOT NULL DEFAULT 'x' CHECK (note <> ''));`,
        `CREATE INDEX ON public.new_${step} (note);`,
      );
    if (state === undefined || one.kind === "add-table") continue;
    const base = tables[one.table];
    const name = `public.${quote(state.table)}`;
    const view = `DROP VIEW IF EXISTS public.${quote(`${base?.name ?? ""}_v`)};`;
    if (one.kind === "drop-table") {
      sql.push(view, `DROP TABLE ${name} CASCADE;`);
      now.delete(one.table);
      continue;
    }
    if (one.kind === "rename-table") {
      if (touched.has(`t${one.table}`)) continue;
      touched.add(`t${one.table}`);
      sql.push(`ALTER TABLE ${name} RENAME TO renamed_${one.table};`);
      renames[`table:${dotted("public", state.table)}`] = `table:public.renamed_${one.table}`;
      state.table = `renamed_${one.table}`;
      continue;
    }
    if (one.kind === "comment") sql.push(`COMMENT ON TABLE ${name} IS 'changed ${step}';`);
    if (one.kind === "add-reference")
      sql.push(
        `ALTER TABLE ${name} ADD COLUMN parent_${step} bigint;`,
        `ALTER TABLE ${name} ADD CONSTRAINT parent_${step}_positive CHECK (parent_${step} > 0);`,
      );
    if (one.kind === "add-column") {
      if (state.columns.has(one.column.name)) continue;
      const standard = one.volatile && one.column.type === "uuid" ? "gen_random_uuid()" : defaults[one.column.type];
      sql.push(
        `ALTER TABLE ${name} ADD COLUMN ${quote(one.column.name)} ${one.column.type}${one.column.required || one.column.hasDefault ? ` DEFAULT ${standard}` : ""}${one.column.required ? " NOT NULL" : ""};`,
      );
      state.columns.set(one.column.name, { name: one.column.name, type: one.column.type });
      touched.add(`${one.table}.${one.column.name}`);
    }
    if (one.kind === "add-column" || !("column" in one)) continue;
    const original = base?.columns[one.column];
    const found = original === undefined ? undefined : state.columns.get(original.name);
    if (original === undefined || found === undefined) continue;
    const at = quote(found.name);
    switch (one.kind) {
      case "rename-column": {
        if (touched.has(`${one.table}.${original.name}`)) break;
        touched.add(`${one.table}.${original.name}`);
        sql.push(`ALTER TABLE ${name} RENAME COLUMN ${at} TO ${quote(`${original.name} renamed`)};`);
        found.name = `${original.name} renamed`;
        break;
      }
      case "drop-column":
        sql.push(view, `ALTER TABLE ${name} DROP COLUMN ${at};`);
        state.columns.delete(original.name);
        break;
      case "retype": {
        const next = wider[found.type as TypeName];
        if (next === undefined || touched.has(`r${one.table}.${original.name}`)) break;
        touched.add(`r${one.table}.${original.name}`);
        sql.push(view, `ALTER TABLE ${name} ALTER COLUMN ${at} DROP DEFAULT, ALTER COLUMN ${at} TYPE ${next};`);
        found.type = next;
        break;
      }
      case "require":
        sql.push(`ALTER TABLE ${name} ALTER COLUMN ${at} SET NOT NULL;`);
        break;
      case "relax":
        sql.push(`ALTER TABLE ${name} ALTER COLUMN ${at} DROP NOT NULL;`);
        break;
      case "add-check":
        sql.push(`ALTER TABLE ${name} ADD CONSTRAINT added_${step} CHECK (${at} IS NOT NULL OR 2 > 1);`);
        break;
      case "add-index":
        sql.push(`CREATE INDEX added_index_${step} ON ${name} (${at});`);
        break;
      case "drop-index":
        sql.push(`DROP INDEX IF EXISTS public.${quote(`${base?.name ?? ""}_i${one.column}`)};`);
        break;
      case "add-unique":
        if (!/^(boolean|jsonb)/.test(original.type)) sql.push(`ALTER TABLE ${name} ADD CONSTRAINT added_unique_${step} UNIQUE (${at});`);
        break;
    }
  }
  for (const [index, state] of now) {
    for (const [before, after] of state.columns) {
      const base = tables[index]?.name ?? "";
      if (before !== after.name)
        renames[`column:${dotted("public", base, before)}`] = `column:${dotted("public", state.table, after.name)}`;
    }
  }
  return { sql, renames };
}
