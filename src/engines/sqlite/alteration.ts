import { type JsonValue, printCanonical } from "../../model/json.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { type ColumnDefinition, rowidAlias, type TableDefinition } from "./definitions.ts";
import { sortAndDedupe } from "./normalize.ts";
import { columnsIn, normalizeExpression, quoteName, quoteText, replaceColumns } from "./tokens.ts";

/** A table with the order of its columns. */
export interface TableShape {
  readonly definition: TableDefinition;
  readonly order: readonly string[];
}
/** One table on its way: both shapes have one name. */
export interface Alteration {
  readonly from: TableShape;
  readonly to: TableShape;
  /** Columns that keep their values under another name, old → new. */
  readonly renames: ReadonlyMap<string, string>;
  /** Per column of `to` an expression over the old row; absent: the same column, or nothing. */
  readonly sources: ReadonlyMap<string, string>;
  /** Per column of `from` an expression over the new row, for the way back. */
  readonly back: ReadonlyMap<string, string>;
  /** `up` never invents a value; `down` fills what cannot be brought back. */
  readonly direction: "up" | "down";
  /** Unchanged objects that a rebuild takes down with the table and makes again, in making order. */
  readonly dependents: readonly SchemaObject[];
  /** Names of tables whose foreign keys point here, this one included if it has any. */
  readonly referencing: readonly string[];
  /** Tables that went with their rows: on the way back references to them point nowhere, which the plan has said. */
  readonly lostParents: readonly string[];
  /** Whether the runner wraps the script, so that foreign_keys cannot be switched off. */
  readonly wrapping: "wrapped" | "free";
}
export interface Stage {
  readonly form: string;
  readonly alteration: Alteration;
  readonly statements: readonly string[];
  /** `none`: holds its own BEGIN and COMMIT, because foreign_keys can only be switched outside a transaction. */
  readonly transaction: "shared" | "none";
}
/** A way to alter a table. It answers with what it did and what is left, or null when it has nothing to do. */
export interface TableForm {
  readonly id: string;
  readonly summary: string;
  readonly apply: (alteration: Alteration) => { readonly stage: Stage; readonly rest: Alteration } | null;
}

export function isSameTable(a: TableDefinition, b: TableDefinition): boolean {
  return printCanonical(a) === printCanonical(b);
}

/** The same alteration backwards. */
export function turnAround(alteration: Alteration): Alteration {
  return {
    ...alteration,
    from: alteration.to,
    to: alteration.from,
    renames: new Map([...alteration.renames].map(([from, to]) => [to, from])),
    sources: alteration.back,
    back: alteration.sources,
    direction: alteration.direction === "up" ? "down" : "up",
  };
}

/** A definition in which columns have other names, everywhere inside the table. */
export function renameColumns(shape: TableShape, renames: ReadonlyMap<string, string>): TableShape {
  if (renames.size === 0) return shape;
  const { definition, order } = shape;
  const renamed = (name: string): string => renames.get(name) ?? name;
  const inText = (text: string): string =>
    normalizeExpression(
      replaceColumns(text, (name) => {
        const column = order.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
        return column === undefined ? undefined : quoteName(renamed(column));
      }),
    );
  const keyColumns = <Item extends { readonly name: string }>(columns: readonly Item[]): readonly Item[] =>
    columns.map((column) => ({ ...column, name: renamed(column.name) }));
  const columns = Object.entries(definition.columns).map(([name, column]) => [
    renamed(name),
    { ...column, generated: column.generated === null ? null : { ...column.generated, expression: inText(column.generated.expression) } },
  ]);
  return {
    order: order.map(renamed),
    definition: {
      ...definition,
      columns: Object.fromEntries(columns) as TableDefinition["columns"],
      primaryKey: definition.primaryKey === null ? null : { ...definition.primaryKey, columns: keyColumns(definition.primaryKey.columns) },
      uniques: resort(definition.uniques.map((unique) => ({ ...unique, columns: keyColumns(unique.columns) }))),
      checks: resort(definition.checks.map((check) => ({ ...check, expression: inText(check.expression) }))),
      foreignKeys: resort(
        definition.foreignKeys.map((key) => ({
          ...key,
          columns: key.columns.map(renamed),
          targetColumns: key.table === definition.name ? key.targetColumns.map(renamed) : key.targetColumns,
        })),
      ),
    },
  };
}

function resort<Item extends JsonValue>(items: readonly Item[]): readonly Item[] {
  return sortAndDedupe(items);
}

/** Columns that a key, a check, a reference or another column's expression holds fast. */
export function heldColumns(table: TableDefinition): ReadonlySet<string> {
  const names = Object.keys(table.columns);
  const generated = Object.values(table.columns).flatMap((column) =>
    column.generated === null ? [] : columnsIn(column.generated.expression, names),
  );
  return new Set([
    ...(table.primaryKey?.columns.map((column) => column.name) ?? []),
    ...table.uniques.flatMap((unique) => unique.columns.map((column) => column.name)),
    ...table.checks.flatMap((check) => columnsIn(check.expression, names)),
    ...table.foreignKeys.flatMap((key) => key.columns),
    ...table.foreignKeys.flatMap((key) => (key.table === table.name ? key.targetColumns : [])),
    ...generated,
  ]);
}

/** What a rebuild puts into each stored column of `to`; columns left out take their default. */
export function copyExpressions(alteration: Alteration): ReadonlyMap<string, string> {
  const { from, to, sources, direction } = alteration;
  const oldName = new Map([...alteration.renames].map(([old, renamed]) => [renamed, old]));
  const expressions = new Map<string, string>();
  for (const name of to.order) {
    const column = to.definition.columns[name];
    if (column === undefined || column.generated !== null) continue;
    const kept = oldName.get(name) ?? name;
    const isTaken = kept === name && alteration.renames.has(name);
    const stood = isTaken ? undefined : from.definition.columns[kept];
    // On the way back a value that is computed now is not the one that was stored.
    const old = direction === "down" && stood?.generated !== null ? undefined : stood;
    const source = sources.get(name) ?? (old === undefined ? undefined : quoteName(kept));
    const isNullable = sources.has(name) || old?.notNull !== true;
    const fallback =
      direction === "down" && column.notNull && rowidAlias(to.definition) !== name ? placeholder(to.definition, name) : undefined;
    if (source !== undefined) expressions.set(name, isNullable && fallback !== undefined ? `coalesce(${source}, ${fallback})` : source);
    else if (fallback !== undefined && column.default === null) expressions.set(name, fallback);
  }
  return expressions;
}

/** A value that a required column may hold when its own is gone: its default, a parent's key, an allowed value, or an empty one of its type. */
export function placeholder(table: TableDefinition, name: string): string {
  const column = table.columns[name];
  if (column === undefined) return "NULL";
  if (column.default !== null) return `(${column.default})`;
  const key = table.foreignKeys.find((candidate) => candidate.columns.length === 1 && candidate.columns[0] === name);
  const target = key?.targetColumns[0];
  if (key !== undefined && target !== undefined) return `(SELECT min(${quoteName(target)}) FROM ${quoteName(key.table)})`;
  const allowed = allowedValues(table, name)[0];
  if (allowed !== undefined) return allowed;
  const isUnique = [...table.uniques, ...(table.primaryKey === null ? [] : [table.primaryKey])].some((unique) =>
    unique.columns.some((item) => item.name === name),
  );
  const affinity = affinityOf(column.type);
  if (isUnique && !table.withoutRowid)
    return affinity === "TEXT" ? "'lost-' || rowid" : affinity === "BLOB" ? "CAST(rowid AS BLOB)" : "rowid";
  return affinity === "TEXT" ? quoteText("") : affinity === "BLOB" ? "x''" : "0";
}

/** Literals of a check `name IN (…)`. */
export function allowedValues(table: TableDefinition, name: string): readonly string[] {
  for (const check of table.checks) {
    const list = new RegExp(`^${escape(quoteName(name))} IN \\((.*)\\)$`, "s").exec(check.expression)?.[1];
    if (list !== undefined && !list.includes("SELECT")) return list.match(/'(?:[^']|'')*'|[^\s,]+/g) ?? [];
  }
  return [];
}
function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** https://sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinityOf(type: string): "INTEGER" | "TEXT" | "BLOB" | "REAL" | "NUMERIC" {
  const upper = type.toUpperCase();
  if (upper.includes("INT")) return "INTEGER";
  if (/CHAR|CLOB|TEXT/.test(upper)) return "TEXT";
  if (upper.includes("BLOB") || upper === "" || upper === "ANY") return "BLOB";
  return /REAL|FLOA|DOUB/.test(upper) ? "REAL" : "NUMERIC";
}

export function isAddable(column: ColumnDefinition): boolean {
  return column.generated === null || column.generated.kind === "virtual";
}
