import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext } from "../../step-draft.ts";
import { columnOrder, type ForeignKeyDefinition, type KeyColumn, rowidAlias, type TableDefinition, tableOf } from "../definitions.ts";
import { draftStep, hazard, statements } from "../draft.ts";
import { columnsIn, quoteName } from "../tokens.ts";

export const tableKind: ObjectKind = {
  kind: "table",
  create: (object) => [
    draftStep({
      kind: "create-table",
      summary: `create table ${tableOf(object).name}`,
      action: statements([renderTable(tableOf(object), columnOrder(object))]),
      reverse: [dropAction(object, "others")],
      reversibility: { kind: "exact", until: "rows are written to it", loses: `rows written to ${tableOf(object).name}` },
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ],
  drop: (object, context) => [
    draftStep({
      kind: "drop-table",
      summary: `drop table ${tableOf(object).name}`,
      action: dropAction(object, isReferencedByDropped(object, context) ? "referenced" : "others"),
      reverse: [statements([renderTable(tableOf(object), columnOrder(object))])],
      reversibility: { kind: "schema-only", until: "the table is dropped", loses: `every row of ${tableOf(object).name}` },
      hazards: [
        hazard("deletes-data", tableOf(object).name, `every row of ${tableOf(object).name} is gone`, "error"),
        hazard("breaks-running-code", tableOf(object).name, `code that uses ${tableOf(object).name} fails`),
      ],
      removes: [object.id],
      releases: object.dependsOn,
    }),
  ],
  alter: () => null,
  describe: (object) => renderTable(tableOf(object), columnOrder(object)),
};

/** Tables that refer to each other and go together: whichever goes first is still referred to. */
function isReferencedByDropped(object: SchemaObject, context: PlanContext): boolean {
  const kept = new Set(context.to.objects.map(({ id }) => id));
  const canLeave =
    context.request.format === null || context.request.format.transaction === "none" || context.request.format.canLeaveTransaction;
  return (
    canLeave && context.from.objects.some((other) => other.kind === "table" && other.dependsOn.includes(object.id) && !kept.has(other.id))
  );
}

/** While another table refers to it, DROP TABLE would delete rows there as the foreign key says (https://sqlite.org/foreignkeys.html#fk_schemacommands). */
function dropAction(object: SchemaObject, by: "referenced" | "others"): ReturnType<typeof statements> {
  const drop = `DROP TABLE ${quoteName(tableOf(object).name)}`;
  return by === "others" ? statements([drop]) : statements(["PRAGMA foreign_keys = OFF", drop, "PRAGMA foreign_keys = ON"], "none");
}

/** `CREATE TABLE`, one line per column and constraint. `name` replaces the table's own. */
export function renderTable(table: TableDefinition, order: readonly string[], name: string = table.name): string {
  const lines = [...order.map((column) => renderColumn(table, column)), ...tableConstraints(table)];
  const options = [...(table.strict ? ["STRICT"] : []), ...(table.withoutRowid ? ["WITHOUT ROWID"] : [])].join(", ");
  return `CREATE TABLE ${quoteName(name)} (\n  ${lines.join(",\n  ")}\n)${options === "" ? "" : ` ${options}`}`;
}

/** A column with every constraint that is its own, as CREATE TABLE and ADD COLUMN write it. */
export function renderColumn(table: TableDefinition, name: string): string {
  const column = table.columns[name];
  if (column === undefined) return quoteName(name);
  const parts = [quoteName(name)];
  if (column.type !== "") parts.push(column.type);
  if (isOwnKey(table, name)) parts.push(ownKey(table));
  if (column.notNull && rowidAlias(table) !== name) parts.push("NOT NULL");
  if (column.default !== null) parts.push(`DEFAULT ${renderDefault(column.default)}`);
  if (column.collation !== null) parts.push(`COLLATE ${quoteName(column.collation)}`);
  if (column.generated !== null) parts.push(`GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.kind.toUpperCase()}`);
  for (const check of table.checks) if (isOwnCheck(table, check, name)) parts.push(`CHECK (${check.expression})`);
  for (const key of table.foreignKeys)
    if (key.columns.length === 1 && key.columns[0] === name) parts.push(`${constraint(key.name)}${renderReference(key)}`);
  return parts.join(" ");
}

/** Whether a check stands with a column: it has no name and uses that column alone. */
export function isOwnCheck(table: TableDefinition, check: TableDefinition["checks"][number], column: string): boolean {
  const used = columnsIn(check.expression, Object.keys(table.columns));
  return check.name === null && used.length === 1 && used[0] === column;
}

function isOwnKey(table: TableDefinition, name: string): boolean {
  const columns = table.primaryKey?.columns ?? [];
  return columns.length === 1 && columns[0]?.name === name && columns[0].collation === null;
}

function ownKey(table: TableDefinition): string {
  const key = table.primaryKey;
  const order = key?.columns[0]?.order === "desc" ? " DESC" : "";
  return `${constraint(key?.name ?? null)}PRIMARY KEY${order}${conflict(key?.conflict ?? null)}${key?.autoincrement === true ? " AUTOINCREMENT" : ""}`;
}

function tableConstraints(table: TableDefinition): readonly string[] {
  const key = table.primaryKey;
  const primary =
    key === null || key.columns.some((column) => isOwnKey(table, column.name))
      ? []
      : [`${constraint(key.name)}PRIMARY KEY (${renderKeyColumns(key.columns)})${conflict(key.conflict)}`];
  const uniques = table.uniques.map(
    (unique) => `${constraint(unique.name)}UNIQUE (${renderKeyColumns(unique.columns)})${conflict(unique.conflict)}`,
  );
  const checks = table.checks
    .filter((check) => !Object.keys(table.columns).some((column) => isOwnCheck(table, check, column)))
    .map((check) => `${constraint(check.name)}CHECK (${check.expression})`);
  const references = table.foreignKeys
    .filter((item) => item.columns.length > 1)
    .map((item) => `${constraint(item.name)}FOREIGN KEY (${item.columns.map(quoteName).join(", ")}) ${renderReference(item)}`);
  return [...primary, ...uniques, ...checks, ...references];
}

function renderReference(key: ForeignKeyDefinition): string {
  const target = key.targetColumns.length === 0 ? "" : ` (${key.targetColumns.map(quoteName).join(", ")})`;
  const onDelete = key.onDelete === "NO ACTION" ? "" : ` ON DELETE ${key.onDelete}`;
  const onUpdate = key.onUpdate === "NO ACTION" ? "" : ` ON UPDATE ${key.onUpdate}`;
  return `REFERENCES ${quoteName(key.table)}${target}${onDelete}${onUpdate}${key.deferred ? " DEFERRABLE INITIALLY DEFERRED" : ""}`;
}

function renderKeyColumns(columns: readonly KeyColumn[]): string {
  return columns
    .map(
      (column) =>
        `${quoteName(column.name)}${column.collation === null ? "" : ` COLLATE ${quoteName(column.collation)}`}${column.order === "desc" ? " DESC" : ""}`,
    )
    .join(", ");
}

function constraint(name: string | null): string {
  return name === null ? "" : `CONSTRAINT ${quoteName(name)} `;
}
function conflict(action: string | null): string {
  return action === null ? "" : ` ON CONFLICT ${action}`;
}

/** Only such a default may come with ADD COLUMN on a table with rows. */
export function isConstant(expression: string): boolean {
  return /^(?:[+-]?\d[\w.]*(?:[eE][+-]?\d+)?|[+-]?\.\d+|'(?:[^']|'')*'|x'[0-9a-f]*'|TRUE|FALSE)$/.test(expression);
}

function renderDefault(expression: string): string {
  return isConstant(expression) || /^CURRENT_(?:DATE|TIME|TIMESTAMP)$/.test(expression) ? expression : `(${expression})`;
}
