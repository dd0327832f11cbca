import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { isCitext } from "../field-type.ts";
import { define } from "../objects/draft.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { quoteName } from "../quote.ts";
import { attachedTo, type TableName } from "./attached.ts";
import { overRecord, renameColumns } from "./expression.ts";
import { fitName } from "./naming.ts";

export interface CompanionField {
  /** The column as it stands at the end. */
  readonly object: SchemaObject;
  readonly column: ColumnDefinition;
  /** Name until the cut-over; another one than the column's own where that is taken. */
  readonly working: string;
}
/** Fields that live beside the ones they replace until the old ones can go. */
export interface Companion {
  readonly form: string;
  readonly summary: string;
  readonly table: TableName;
  readonly tableId: string;
  readonly olds: readonly SchemaObject[];
  readonly news: readonly CompanionField[];
  /** Per new field an expression over the old row. */
  readonly forward: Readonly<Record<string, string>>;
  /** Per old field an expression over the new row; absent where there is no way back. */
  readonly backward: Readonly<Record<string, string>>;
  readonly columnsBefore: readonly string[];
  readonly columnsAfter: readonly string[];
  readonly label: string;
}

export interface CompanionParts {
  readonly form: string;
  readonly summary: string;
  readonly olds: readonly SchemaObject[];
  readonly news: readonly SchemaObject[];
  readonly forward: Readonly<Record<string, string>>;
  readonly backward: Readonly<Record<string, string>>;
}

/** Names what stands side by side; a new field whose name is taken gets a working name. */
export function buildCompanion(context: PlanContext, parts: CompanionParts): Companion {
  const first = define<ColumnDefinition>(parts.olds[0] as SchemaObject);
  const tableId = (parts.olds[0] as SchemaObject).parent ?? "";
  const columnsBefore = childrenOf(context.from, tableId, "column").map((object) => define<ColumnDefinition>(object).name);
  const news = parts.news.map((object): CompanionField => {
    const column = define<ColumnDefinition>(object);
    const isTaken = columnsBefore.includes(column.name);
    return { object, column, working: isTaken ? fitName(`${column.name}_${context.request.label}`) : column.name };
  });
  const columnsAfter = childrenOf(context.to, tableId, "column").map((object) => define<ColumnDefinition>(object).name);
  return {
    ...parts,
    table: { schema: first.schema, name: first.table },
    tableId,
    news,
    columnsBefore,
    columnsAfter,
    label: context.request.label,
  };
}

/** What hangs on the new fields, and what hung on the old ones and goes on without them. */
export function attachedAfter(context: PlanContext, set: CompanionSet): readonly SchemaObject[] {
  const own = attachedTo(
    context.to,
    newFields(set).map((field) => field.object),
  );
  const known = new Set(own.map((object) => object.id));
  const left = attachedTo(context.from, oldFields(set)).flatMap(({ id }) => (known.has(id) ? [] : (findObject(context.to, id) ?? [])));
  return left.length === 0 ? own : [...own, ...left];
}

/** Whether the server itself fills the new fields: nothing to keep equal, nothing to backfill. */
export function isComputed(companion: Companion): boolean {
  return companion.news.every((field) => field.column.generated !== null);
}

export function oldColumns(companion: Companion): readonly ColumnDefinition[] {
  return companion.olds.map((object) => define<ColumnDefinition>(object));
}

/** What the new field should hold, over a row of the table while both stand. */
export function forwardSql(companion: Companion, field: CompanionField): string {
  const expression = companion.forward[field.column.name] ?? "NULL";
  return castTo(expression, field.column.type, oldColumns(companion));
}

/** What the old field should hold, over a row of the table while both stand; null where there is no way back. */
export function backwardSql(companion: Companion, old: ColumnDefinition): string | null {
  const expression = companion.backward[old.name];
  const fields = companion.news.map((field) => ({ name: field.working, type: field.column.type }));
  return expression === undefined
    ? null
    : castTo(renameColumns(expression, Object.fromEntries(newFieldNames(companion.news))), old.type, fields);
}

interface Typed {
  readonly name: string;
  readonly type: string;
}
function castTo(expression: string, type: string, fields: readonly Typed[]): string {
  if (fields.some((field) => quoteName(field.name) === expression && field.type === type)) return expression;
  if (expression.endsWith(`::${type}`)) return expression;
  return /^[a-z_"][\w"]*$/i.test(expression) ? `${expression}::${type}` : `(${expression})::${type}`;
}

/** Types without an equality operator, or with one that takes unlike texts for equal, are compared as text. */
export function isDistinctSql(left: string, right: string, type: string): string {
  const needsText = isCitext(type) || /^(json|xml|point|line|lseg|box|path|polygon|circle)(\[\])*$/.test(type);
  return needsText ? `(${left})::text IS DISTINCT FROM (${right})::text` : `${left} IS DISTINCT FROM ${right}`;
}

/** Rows whose new fields were never filled, or whose two sides tell different stories. */
export function staleSql(companion: Companion): string {
  const differs = companion.news.map((field) => isDistinctSql(quoteName(field.working), forwardSql(companion, field), field.column.type));
  const empty = companion.news.map((field) => `${quoteName(field.working)} IS NULL`);
  const back = oldColumns(companion).flatMap((old) => {
    const expression = backwardSql(companion, old);
    return expression === null ? [] : [isDistinctSql(quoteName(old.name), expression, old.type)];
  });
  const isForwardStale = differs.length === 1 ? (differs[0] ?? "") : `(${differs.join(" OR ")})`;
  if (back.length === 0) return isForwardStale;
  return `${isForwardStale}\n  AND ((${empty.join(" AND ")}) OR ${back.join(" OR ")})`;
}

export function syncName(companion: Companion): string {
  // The last of the BEFORE triggers: it must see what the others made of the row.
  return fitName(`zz_${companion.label}_sync_${companion.table.name}_${companion.news.map((field) => field.column.name).join("_")}`);
}

/** The two-way trigger's function: who writes one side fills the other; a row whose sides agree is left alone, so it never answers itself. */
export function syncFunctionSql(companion: Companion): string {
  const all = [...new Set([...companion.columnsBefore, ...companion.news.map((field) => field.working)])];
  const record = (expression: string): string => overRecord(expression, all, "NEW");
  const fillNew = companion.news.map((field) => `NEW.${quoteName(field.working)} := ${record(forwardSql(companion, field))};`);
  const fillOld = oldColumns(companion).flatMap((old) => {
    const expression = backwardSql(companion, old);
    return expression === null ? [] : [`NEW.${quoteName(old.name)} := ${record(expression)};`];
  });
  const agree = companion.news.map(
    (field) => `NOT (${isDistinctSql(`NEW.${quoteName(field.working)}`, record(forwardSql(companion, field)), field.column.type)})`,
  );
  const touched = companion.news.map((field) =>
    isDistinctSql(`NEW.${quoteName(field.working)}`, `OLD.${quoteName(field.working)}`, field.column.type),
  );
  const given = companion.news.map((field) => `NEW.${quoteName(field.working)} IS NOT NULL`);
  const oldTouched = oldColumns(companion).map((old) =>
    isDistinctSql(`NEW.${quoteName(old.name)}`, `OLD.${quoteName(old.name)}`, old.type),
  );
  // A writer of one part, on a row that the job has not reached: the other parts come from the whole.
  const unfilled = companion.news.map((field) => `OLD.${quoteName(field.working)} IS NULL`).join(" AND ");
  const parts = companion.news.map(
    (field) => `NEW.${quoteName(field.working)} := coalesce(NEW.${quoteName(field.working)}, ${record(forwardSql(companion, field))});`,
  );
  const completion = companion.news.length === 1 ? [] : [`IF ${unfilled} THEN`, ...parts.map((line) => `  ${line}`), "END IF;"];
  const lines = [
    `IF ${agree.join("\n    AND ")} THEN`,
    "  RETURN NEW;",
    "END IF;",
    "IF TG_OP = 'INSERT' THEN",
    `  IF ${given.join(" OR ")} THEN`,
    ...(fillOld.length === 0 ? ["    NULL;"] : fillOld.map((line) => `    ${line}`)),
    "  ELSE",
    ...fillNew.map((line) => `    ${line}`),
    "  END IF;",
    `ELSIF ${touched.join(" OR ")} THEN`,
    ...completion.map((line) => `  ${line}`),
    ...(fillOld.length === 0 ? ["  NULL;"] : fillOld.map((line) => `  ${line}`)),
    `ELSIF ${oldTouched.join(" OR ")} THEN`,
    ...fillNew.map((line) => `  ${line}`),
    "END IF;",
    "RETURN NEW;",
  ];
  const body = `\nBEGIN\n${lines.map((line) => `  ${line}`).join("\n")}\nEND\n`;
  return `CREATE FUNCTION ${quoteName(companion.table.schema)}.${quoteName(syncName(companion))}() RETURNS trigger LANGUAGE plpgsql AS $sync$${body}$sync$`;
}

/** All companions of one table: they go at one cut-over, because constraints and indexes may hold fields of several. */
export interface CompanionSet {
  readonly table: TableName;
  readonly tableId: string;
  readonly label: string;
  readonly members: readonly Companion[];
}

export function groupByTable(companions: readonly Companion[]): readonly CompanionSet[] {
  const tables = [...new Set(companions.map((companion) => companion.tableId))];
  return tables.map((tableId) => {
    const members = companions.filter((companion) => companion.tableId === tableId);
    const first = members[0] as Companion;
    return { table: first.table, tableId, label: first.label, members };
  });
}

export function newFields(set: CompanionSet): readonly CompanionField[] {
  return set.members.flatMap((member) => member.news);
}
export function oldFields(set: CompanionSet): readonly SchemaObject[] {
  return set.members.flatMap((member) => member.olds);
}
/** Final name → working name, of those that differ. */
export function workingNames(set: { readonly members: readonly Companion[] }): Readonly<Record<string, string>> {
  return Object.fromEntries(newFieldNames(set.members.flatMap((member) => member.news)));
}
function newFieldNames(news: readonly CompanionField[]): readonly (readonly [string, string])[] {
  return news.flatMap((field): readonly (readonly [string, string])[] =>
    field.working === field.column.name ? [] : [[field.column.name, field.working]],
  );
}
