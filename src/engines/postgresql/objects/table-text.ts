import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { sqlNameOf } from "./address.ts";
import { columnExtrasSql, columnSql, typedColumnSql } from "./column-text.ts";
import { alterColumnSql } from "./column-statements.ts";
import { constraintSql, isPartOfTable } from "./constraint-text.ts";
import { define } from "./draft.ts";
import { columnAbove } from "./inheritance.ts";
import { childrenOf } from "./surroundings.ts";

interface TableParts {
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
}

function linesOf(table: TableDefinition, { columns, constraints }: TableParts): string {
  const own = columns.filter((column) => !column.inherited);
  const fields =
    table.ofType === null
      ? own.map((column) => columnSql(column))
      : own.flatMap((column) => {
          const line = typedColumnSql(column);
          return line === null ? [] : [line];
        });
  const lines = [...fields, ...constraints.map(constraintSql)].map((line) => `  ${line}`);
  if (lines.length > 0) return ` (\n${lines.join(",\n")}\n)`;
  return table.ofType === null && table.partitionOf === null ? " ()" : "";
}

function tailOf(table: TableDefinition): string {
  return [
    ...(table.partitionBy === null ? [] : [` PARTITION BY ${table.partitionBy}`]),
    ...(table.accessMethod === null ? [] : [` USING ${quoteName(table.accessMethod)}`]),
    ...(table.options.length === 0 ? [] : [` WITH (${table.options.join(", ")})`]),
    ...(table.tablespace === null ? [] : [` TABLESPACE ${quoteName(table.tablespace)}`]),
  ].join("");
}

/** The table with its columns and those constraints; a partition as part of its parent. */
export function createTableSql(
  table: TableDefinition,
  columns: readonly ColumnDefinition[],
  constraints: readonly ConstraintDefinition[],
): string {
  const head = `CREATE ${table.persistence === "unlogged" ? "UNLOGGED " : ""}TABLE ${quoteQualified(table.schema, table.name)}`;
  const origin =
    table.partitionOf !== null ? ` PARTITION OF ${sqlNameOf(table.partitionOf.table)}` : table.ofType === null ? "" : ` OF ${table.ofType}`;
  const inherits = table.inherits.length === 0 ? "" : ` INHERITS (${table.inherits.map(sqlNameOf).join(", ")})`;
  const bound = table.partitionOf === null ? "" : ` ${table.partitionOf.bound}`;
  return `${head}${origin}${linesOf(table, { columns, constraints })}${inherits}${bound}${tailOf(table)}`;
}

/**
 * A partition beside its parent, then attached: unlike PARTITION OF, which shuts the parent for everybody, this keeps out only other changes of the
 * schema (documentation of CREATE TABLE, PARTITION OF).
 */
export function createBesideSql(table: TableDefinition, parent: string): string {
  const head = `CREATE ${table.persistence === "unlogged" ? "UNLOGGED " : ""}TABLE ${quoteQualified(table.schema, table.name)}`;
  const copied = ["DEFAULTS", "CONSTRAINTS", "GENERATED", "STORAGE", "COMPRESSION"].map((what) => `INCLUDING ${what}`).join(" ");
  return `${head} (LIKE ${sqlNameOf(parent)} ${copied})${tailOf(table)}`;
}

/** What CREATE TABLE cannot say: settings of columns, and what inherited columns say otherwise than their parents. */
export function columnSettingsSql(schema: Schema, table: SchemaObject, columns: readonly SchemaObject[], major: number): readonly string[] {
  return columns.flatMap((object) => {
    const column = define<ColumnDefinition>(object);
    if (!column.inherited) return columnExtrasSql(column);
    const above = columnAbove(schema, table.id, column.name);
    return above === undefined ? [] : alterColumnSql(above, column, { major });
  });
}

type RowSecurity = TableDefinition["rowSecurity"];

/** Whether policies decide which rows are seen. */
export function isSecured(state: RowSecurity): boolean {
  return state === "on" || state === "forced";
}

function isForced(state: RowSecurity): boolean {
  return state === "forced" || state === "forced-off";
}

export function rowSecuritySql(from: TableDefinition["rowSecurity"], to: TableDefinition): readonly string[] {
  const head = `ALTER TABLE ${quoteQualified(to.schema, to.name)}`;
  const enabling =
    isSecured(from) === isSecured(to.rowSecurity) ? [] : [`${head} ${isSecured(to.rowSecurity) ? "ENABLE" : "DISABLE"} ROW LEVEL SECURITY`];
  const forcing =
    isForced(from) === isForced(to.rowSecurity) ? [] : [`${head} ${isForced(to.rowSecurity) ? "" : "NO "}FORCE ROW LEVEL SECURITY`];
  return [...enabling, ...forcing];
}

/** Marks the table's rows for subscribers; the mark of an index is set with the index. */
export function replicaIdentitySql(from: TableDefinition["replicaIdentity"], to: TableDefinition): readonly string[] {
  if (from === to.replicaIdentity || to.replicaIdentity === "index") return [];
  return [`ALTER TABLE ${quoteQualified(to.schema, to.name)} REPLICA IDENTITY ${to.replicaIdentity.toUpperCase()}`];
}

/** Children that CREATE TABLE makes along with the table. */
export function partsOfTable(
  schema: Schema,
  id: string,
): { readonly columns: readonly SchemaObject[]; readonly constraints: readonly SchemaObject[] } {
  return { columns: childrenOf(schema, id, "column"), constraints: childrenOf(schema, id, "constraint").filter(isPartOfTable) };
}
