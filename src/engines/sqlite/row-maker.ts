import type { SchemaObject } from "../../model/schema.ts";
import type { Connection } from "../connection.ts";
import { affinityOf, allowedValues } from "./alteration.ts";
import { columnOrder, rowidAlias, type TableDefinition, tableOf } from "./definitions.ts";
import { isOwnCheck } from "./objects/table.ts";
import { columnsIn, quoteName, quoteText, readTokens } from "./tokens.ts";

/** Literals per column of one row. */
export type MadeRow = ReadonlyMap<string, string>;

/** Makes rows that a table should take, deterministically: row `index` always looks the same over the same parents. */
export interface RowMaker {
  readonly table: TableDefinition;
  /** `null` where a required reference has no parent, or no value passes a check. */
  readonly make: (index: number) => MadeRow | null;
  /** Why nothing can be made; null when something can. */
  readonly reason: string | null;
}

export function renderInsert(table: string, row: MadeRow, conflict: "OR IGNORE " | "" = ""): string {
  if (row.size === 0) return `INSERT ${conflict}INTO ${quoteName(table)} DEFAULT VALUES`;
  return `INSERT ${conflict}INTO ${quoteName(table)} (${[...row.keys()].map(quoteName).join(", ")}) VALUES (${[...row.values()].join(", ")})`;
}

/** One statement for rows of one table; null where they have no fields in common. */
export function renderInserts(table: string, rows: readonly MadeRow[]): string | null {
  const names = [...(rows[0]?.keys() ?? [])];
  if (names.length === 0) return null;
  const values = rows.map((row) => `(${names.map((name) => row.get(name) ?? "NULL").join(", ")})`);
  return `INSERT OR IGNORE INTO ${quoteName(table)} (${names.map(quoteName).join(", ")}) VALUES ${values.join(", ")}`;
}

export async function makeRowsFor(connection: Connection, object: SchemaObject): Promise<RowMaker> {
  const table = tableOf(object);
  const referenced = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const candidates = new Map<string, readonly string[]>();
  for (const name of columnOrder(object)) {
    const column = table.columns[name];
    if (column === undefined || column.generated !== null || referenced.has(name) || rowidAlias(table) === name) continue;
    candidates.set(name, await passing(connection, table, name, candidatesFor(table, name)));
  }
  const parents = new Map<number, readonly (readonly string[])[]>();
  for (const [index, key] of table.foreignKeys.entries()) parents.set(index, await parentKeys(connection, table, key));
  const stuck = [...candidates].find(([name, values]) => values.length === 0 && table.columns[name]?.notNull === true);
  const orphan = table.foreignKeys.find(
    (key, index) => parents.get(index)?.length === 0 && key.columns.some((name) => table.columns[name]?.notNull === true),
  );
  const reason =
    stuck !== undefined
      ? `no value was found that ${stuck[0]} accepts`
      : orphan !== undefined
        ? `${orphan.columns.join(", ")} needs a row of ${orphan.table}, and there is none`
        : null;
  const make = (index: number): MadeRow | null => (reason === null ? makeRow(table, candidates, parents, index) : null);
  return { table, make, reason };
}

function makeRow(
  table: TableDefinition,
  candidates: ReadonlyMap<string, readonly string[]>,
  parents: ReadonlyMap<number, readonly (readonly string[])[]>,
  index: number,
): MadeRow {
  const row = new Map<string, string>();
  const keyed = new Set(
    [...(table.primaryKey?.columns ?? []), ...table.uniques.flatMap((unique) => unique.columns)].map((column) => column.name),
  );
  for (const [name, values] of candidates) {
    const isOptional = table.columns[name]?.notNull === false && !keyed.has(name);
    if (values.length === 0 || (isOptional && index % 7 === 3)) row.set(name, "NULL");
    else row.set(name, spread(values[index % values.length] ?? "NULL", index, values.length));
  }
  for (const [at, key] of table.foreignKeys.entries()) {
    const rows = parents.get(at) ?? [];
    const chosen = rows[index % Math.max(rows.length, 1)];
    for (const [position, name] of key.columns.entries())
      if (table.columns[name]?.generated === null) row.set(name, chosen?.[position] ?? "NULL");
  }
  return row;
}

/** `%d` in a candidate is the row's number, so that unique columns get values of their own. */
function spread(candidate: string, index: number, period: number): string {
  return candidate.replaceAll("%d", String(candidate.includes("%d") ? index + 1 : Math.floor(index / period)));
}

function candidatesFor(table: TableDefinition, name: string): readonly string[] {
  const allowed = allowedValues(table, name);
  if (allowed.length > 0) return allowed;
  const checks = table.checks.filter((check) => columnsIn(check.expression, Object.keys(table.columns)).includes(name));
  const found = checks.flatMap((check) =>
    readTokens(check.expression)
      .filter((token) => token.kind === "string" || token.kind === "number")
      .map((token) => token.text),
  );
  const numbers = found
    .filter((text) => /^\d+$/.test(text))
    .flatMap((text) => [text, String(Number(text) + 1), String(Math.max(Number(text) - 1, 0))]);
  const byType: Readonly<Record<ReturnType<typeof affinityOf>, readonly string[]>> = {
    TEXT: [
      quoteText(`${name} %d`),
      ...(checks.length === 0
        ? []
        : [
            "'user%d@example.org'",
            "'2024-01-15'",
            `'{"n": %d}'`,
            "'00000000-0000-4000-8000-00000000000%d'",
            "'%d'",
            "'x%d'",
            "'X'",
            "'ab'",
            "''",
          ]),
    ],
    INTEGER: ["%d", ...(checks.length === 0 ? [] : ["0", "1", "-1", "100", "1000000", ...numbers])],
    REAL: ["%d.5", ...(checks.length === 0 ? [] : ["0.0", "0.5", "-1.5", ...numbers])],
    NUMERIC: ["%d.25", ...(checks.length === 0 ? [] : ["0", "1", "-1", ...numbers])],
    BLOB: table.strict ? ["CAST('b%d' AS BLOB)"] : [quoteText(`${name} %d`), ...(checks.length === 0 ? [] : ["%d", ...numbers])],
  };
  return [...byType[affinityOf(table.columns[name]?.type ?? "")], ...found.filter((text) => text.startsWith("'"))];
}

/** Candidates that every check of this column alone accepts, tried by SQLite itself with two row numbers. */
async function passing(
  connection: Connection,
  table: TableDefinition,
  name: string,
  candidates: readonly string[],
): Promise<readonly string[]> {
  const checks = table.checks.filter((check) => isOwnCheck(table, { ...check, name: null }, name));
  if (checks.length === 0) return candidates.slice(0, Math.max(1, allowedValues(table, name).length));
  const accepted: string[] = [];
  for (const candidate of candidates) {
    const values = [spread(candidate, 0, 1), spread(candidate, 8, 1)]
      .map((value) => `SELECT ${value} AS ${quoteName(name)}`)
      .join(" UNION ALL ");
    const all = checks.map((check) => `((${check.expression}) IS NOT FALSE)`).join(" AND ");
    const rows = await connection.query(`SELECT count(*) AS n FROM (${values}) WHERE ${all}`).catch(() => []);
    if (Number(rows[0]?.["n"] ?? 0) === 2) accepted.push(candidate);
  }
  return accepted;
}

async function parentKeys(
  connection: Connection,
  table: TableDefinition,
  key: TableDefinition["foreignKeys"][number],
): Promise<readonly (readonly string[])[]> {
  const columns = key.targetColumns.map((column, index) => `quote(${quoteName(column)}) AS k${index}`).join(", ");
  if (columns === "") return [];
  const rows = await connection.query(`SELECT ${columns} FROM ${quoteName(key.table)} LIMIT 500`).catch(() => []);
  const keys = rows.map((row) => key.targetColumns.map((_, index) => String(row[`k${index}`])));
  return key.table === table.name && keys.length === 0 ? [] : keys;
}
