import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planChange } from "./plan.ts";
import { quoteName } from "./tokens.ts";
import { proveRoundTrip, schemaOfText } from "./round-trip.ts";
import { sqliteRows } from "./rows.ts";
import { sqliteShadow } from "./shadow.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly fallback: string | null;
  readonly check: string | null;
  readonly unique: boolean;
  readonly references: string | null;
  readonly generated: "virtual" | "stored" | null;
}
interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly strict: boolean;
  readonly indexed: readonly string[];
  readonly hasView: boolean;
  readonly hasTrigger: boolean;
}
type Model = readonly Table[];

const columnNames = ["title", "Body Text", "amount", "state", "order", "code", "note"];
const tableNames = ["notes", "tags", "Order Lines", "people"];
const types = ["TEXT", "INTEGER", "REAL", "BLOB"] as const;
const defaults: Readonly<Record<string, string>> = { TEXT: "'it''s'", INTEGER: "7", REAL: "1.5", BLOB: "x'00'" };
const checks: Readonly<Record<string, readonly string[]>> = {
  TEXT: ["? IN ('a', 'b')", "length(?) < 100"],
  INTEGER: ["? >= 0", "? IN (0, 1)"],
  REAL: ["? > -1000"],
  BLOB: [],
};

function columnArbitrary(name: string): fc.Arbitrary<Column> {
  return fc
    .record({
      type: fc.constantFrom(...types),
      notNull: fc.boolean(),
      hasDefault: fc.boolean(),
      check: fc.nat(4),
      unique: fc.nat(5),
      references: fc.nat(8),
      generated: fc.nat(9),
    })
    .map(({ type, notNull, hasDefault, check, unique, references, generated }): Column => {
      const list = checks[type] ?? [];
      const rule = list[check];
      const parent = references < tableNames.length && type === "INTEGER" ? (tableNames[references] ?? null) : null;
      const kind = generated === 0 ? "virtual" : generated === 1 ? "stored" : null;
      const isPlain = parent === null && kind === null;
      return {
        name,
        type,
        notNull: notNull && kind === null,
        fallback: hasDefault && isPlain && !(rule ?? "").includes("IN (") ? (defaults[type] ?? null) : null,
        check: isPlain && rule !== undefined ? rule.replace("?", quoteName(name)) : null,
        unique: isPlain && unique === 0,
        references: parent,
        generated: kind,
      };
    });
}

const tableArbitrary = (name: string): fc.Arbitrary<Table> =>
  fc
    .subarray(columnNames, { minLength: 1 })
    .chain((names) =>
      fc.record({
        columns: fc.tuple(...names.map(columnArbitrary)),
        indexed: fc.subarray(names, { maxLength: Math.min(2, names.length) }),
        strict: fc.boolean(),
        hasView: fc.boolean(),
        hasTrigger: fc.boolean(),
      }),
    )
    .map((table) => ({ name, ...table }));

const modelArbitrary: fc.Arbitrary<Model> = fc
  .subarray(tableNames, { minLength: 1 })
  .chain((names) => fc.tuple(...names.map(tableArbitrary)));

/** Two models that share most: a second one takes some tables and columns over from the first as they are. */
const pairArbitrary = fc
  .record({ from: modelArbitrary, other: modelArbitrary, keeps: fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }) })
  .map(({ from, other, keeps }) => {
    let at = 0;
    const choose = (): number => keeps[at++ % keeps.length] ?? 0;
    const kept = from
      .filter(() => choose() > 0)
      .map((table) => {
        const twin = other.find((candidate) => candidate.name === table.name);
        if (twin === undefined || choose() === 3) return table;
        const columns = table.columns.flatMap((column) => {
          const choice = choose();
          return choice === 0 ? twin.columns.filter((candidate) => candidate.name === column.name) : [column];
        });
        const added = twin.columns.filter((column) => !table.columns.some((candidate) => candidate.name === column.name) && choose() > 1);
        const all = [...columns, ...added];
        return { ...twin, columns: all.length === 0 ? table.columns : all };
      });
    const fresh = other.filter((table) => !from.some((candidate) => candidate.name === table.name) && choose() > 1);
    return { from, to: [...kept, ...fresh] };
  });

function render(model: Model): string {
  const names = new Set(model.map((table) => table.name));
  const tables = model.map((table) => {
    const columns = table.columns.map((column) => renderColumn(column, names));
    return `CREATE TABLE ${quoteName(table.name)} (id INTEGER PRIMARY KEY, ${columns.join(", ")})${table.strict ? " STRICT" : ""};`;
  });
  const rest = model.flatMap((table) => {
    const name = quoteName(table.name);
    const have = new Set(table.columns.map((column) => column.name));
    const first = quoteName(table.columns[0]?.name ?? "id");
    const plain = table.columns.find((column) => column.generated === null);
    return [
      ...table.indexed
        .filter((column) => have.has(column))
        .map((column) => `CREATE INDEX ${quoteName(`${table.name}_${column}`)} ON ${name} (${quoteName(column)});`),
      ...(table.hasView ? [`CREATE VIEW ${quoteName(`v ${table.name}`)} AS SELECT id, ${first} FROM ${name};`] : []),
      ...(table.hasTrigger && plain !== undefined
        ? [
            `CREATE TRIGGER ${quoteName(`t_${table.name}`)} AFTER DELETE ON ${name} BEGIN DELETE FROM ${name} WHERE id = old.id AND ${quoteName(plain.name)} IS NULL; END;`,
          ]
        : []),
    ];
  });
  const joined =
    model.length > 1 && model.every((table) => table.hasView)
      ? [`CREATE VIEW "all ids" AS ${model.map((table) => `SELECT id FROM ${quoteName(table.name)}`).join(" UNION ALL ")};`]
      : [];
  return [...tables, ...rest, ...joined].join("\n");
}

function renderColumn(column: Column, tables: ReadonlySet<string>): string {
  const parts = [quoteName(column.name), column.type];
  if (column.generated !== null)
    return [
      ...parts,
      `GENERATED ALWAYS AS (${column.type === "TEXT" ? "'n' || id" : column.type === "BLOB" ? "CAST(id AS BLOB)" : "id * 2"}) ${column.generated}`,
    ].join(" ");
  if (column.notNull) parts.push("NOT NULL");
  if (column.fallback !== null) parts.push(`DEFAULT ${column.fallback}`);
  if (column.check !== null) parts.push(`CHECK (${column.check})`);
  if (column.unique) parts.push("UNIQUE");
  if (column.references !== null && tables.has(column.references)) parts.push(`REFERENCES ${quoteName(column.references)} (id)`);
  return parts.join(" ");
}

describe("any schema into any other", () => {
  let cacheFolder: string;
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), "sqlite-pairs-"));
  });
  afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

  const seed = Number(process.env["FC_SEED"] ?? 20_250_101);
  const numRuns = Number(process.env["FC_RUNS"] ?? 60);

  const wrapped = {
    transaction: "all-pending",
    canLeaveTransaction: false,
    oneStatementOutsideTransaction: false,
    down: "none",
  } as const;
  test.each([
    { strategy: "direct", format: null, share: 1 },
    { strategy: "online", format: null, share: 1 },
    { strategy: "direct", format: wrapped, share: 0.4 },
    { strategy: "online", format: wrapped, share: 0.4 },
  ] as const)(
    "plans, runs up and down, and finds nothing more to do ($strategy, $format)",
    { timeout: 600_000 },
    async ({ strategy, format, share }) => {
      const runs = Math.ceil(numRuns * share);
      console.log(`${strategy}, ${format === null ? "any transaction" : "one transaction"}: ${runs} pairs, seed ${seed}`);
      await fc.assert(
        fc.asyncProperty(pairArbitrary, async ({ from, to }) => {
          const base = { file: "base.sql", line: 1, text: render(from), transaction: "none" as const };
          const desired = schemaOfText(render(to));
          await using shadow = await sqliteShadow.open({ base: [base], seed: [], version: "3", settings: {}, cacheFolder });
          const schema = await shadow.connection.introspect();
          await sqliteRows.synthesize(shadow.connection, { schema, rows: 4, desired: null });
          const plan = planChange({
            from: schema,
            to: desired,
            version: "3",
            variant: null,
            strategy,
            renames: {},
            rules: [],
            allow: [],
            format,
            sizes: {},
            origins: {},
            label: "req_0001",
          });
          let isClear = true;
          for (const check of plan.prechecks) {
            const outcome = await shadow.connection.check(check);
            if (outcome.kind === "error") throw new Error(`${outcome.error.message}: ${check.query}`);
            isClear &&= outcome.kind === "passed";
          }
          if (!isClear) {
            const empty = from.map((table) => `DELETE FROM ${quoteName(table.name)};`).join("\n");
            const emptied = await shadow.connection.execute({
              file: "empty",
              line: 1,
              text: `PRAGMA foreign_keys = OFF;\n${empty}\nPRAGMA foreign_keys = ON;`,
              transaction: "none",
            });
            expect(emptied.error).toBeNull();
          }
          const { defects } = await proveRoundTrip(shadow.connection, desired, { strategy, format });
          if (defects.length > 0) throw new Error(`${defects.join("\n")}\n--- from\n${render(from)}\n--- to\n${render(to)}`);
        }),
        { numRuns: runs, seed, endOnFailure: process.env["FC_SHRINK"] === undefined },
      );
    },
  );
});
