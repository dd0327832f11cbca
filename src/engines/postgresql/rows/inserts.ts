import type { Column, Table } from "./catalog.ts";
import { type Hints, noHints } from "./hints.ts";
import { quoteLabel, quoteName } from "./quoting.ts";
import type { Random } from "./random.ts";
import { makeValue, type Mood } from "./values.ts";

export interface InsertRequest {
  readonly table: Table;
  readonly hints: ReadonlyMap<string, Hints>;
  /** Rows that tables hold, by label; references pick among them. */
  readonly counts: ReadonlyMap<string, number>;
  readonly mood: Mood;
  readonly turn: number;
  readonly random: Random;
  /** Expressions that are given for columns. */
  readonly fixed: Readonly<Record<string, string>>;
}
export interface MadeInsert {
  readonly text: string;
  readonly columns: readonly string[];
}

/** An INSERT of one row that fits types and references; checks and keys are for the server to judge. */
export function makeInsert(request: InsertRequest): MadeInsert {
  const references = makeReferences(request);
  const values = new Map<string, string>();
  for (const column of request.table.columns) {
    const value = request.fixed[column.name] ?? references.get(column.name) ?? chooseValue(column, request);
    if (value !== null) values.set(column.name, value);
  }
  const columns = [...values.keys()];
  const target = quoteLabel(request.table.label);
  const text =
    columns.length === 0
      ? `insert into ${target} default values`
      : `insert into ${target} (${columns.map(quoteName).join(", ")}) values (${[...values.values()].join(", ")})`;
  return { text, columns };
}

/** Null: the column is left out, for its default or NULL. */
function chooseValue(column: Column, request: InsertRequest): string | null {
  if (column.filled === "always") return null;
  const { random, mood, turn } = request;
  if (column.filled === "default" && (mood === "tame" || random.below(3) > 0)) return null;
  if (!column.isRequired && mood !== "extreme" && random.below(6) === 0) return "null";
  return makeValue(column, request.hints.get(column.name) ?? noHints, mood, turn, random);
}

function makeReferences({ table, counts, turn, random, mood }: InsertRequest): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let stride = 1;
  for (const key of table.foreignKeys) {
    const count = counts.get(key.table) ?? 0;
    const isNullable = key.columns.some((name) => table.columns.some((column) => column.name === name && !column.isRequired));
    const isAbsent = count === 0 || (isNullable && mood === "wild" && random.below(6) === 0);
    // Mixed strides walk through all pairs, so that a key over two references finds free ones.
    const offset = count === 0 ? 0 : Math.floor(turn / stride) % count;
    stride *= Math.max(1, count);
    if (stride > 1_000_000) stride = 1;
    for (const [index, name] of key.columns.entries()) {
      if (values.has(name)) continue;
      const target = quoteName(key.targetColumns[index] ?? "");
      if (isAbsent && key.table !== table.label) values.set(name, "null");
      else if (isAbsent) values.set(name, isNullable ? "null" : `(select ${target} from ${quoteLabel(key.table)} order by ctid limit 1)`);
      else values.set(name, `(select ${target} from ${quoteLabel(key.table)} order by ctid offset ${offset} limit 1)`);
    }
  }
  return values;
}

/**
 * An INSERT that copies a row that is there, but for its keys and `fixed`: it meets the checks that the row meets. Inserts nothing where there are no rows.
 * Columns of keys that the server fills are left to it.
 */
export function makeCopy(request: InsertRequest): MadeInsert {
  const { table, turn } = request;
  const references = makeReferences(request);
  const keyed = new Set(table.uniqueKeys.flat());
  const values = new Map<string, string>();
  for (const column of table.columns) {
    const fixed = request.fixed[column.name];
    if (fixed !== undefined) values.set(column.name, fixed);
    else if (column.filled === "always" || (keyed.has(column.name) && column.filled === "default" && !references.has(column.name)))
      continue;
    else if (!keyed.has(column.name)) values.set(column.name, quoteName(column.name));
    else
      values.set(
        column.name,
        references.get(column.name) ?? makeValue(column, request.hints.get(column.name) ?? noHints, "tame", turn, request.random) ?? "null",
      );
  }
  const columns = [...values.keys()];
  const target = quoteLabel(table.label);
  const offset = turn % Math.max(1, Math.min(50, request.counts.get(table.label) ?? 1));
  if (columns.length === 0) return makeInsert(request);
  return {
    text: `insert into ${target} (${columns.map(quoteName).join(", ")}) select ${[...values.values()].join(", ")} from ${target} order by ctid offset ${offset} limit 1`,
    columns,
  };
}
