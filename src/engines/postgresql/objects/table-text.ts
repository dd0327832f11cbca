import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { quoteQualified } from "../quote.ts";
import { columnSql } from "./column-text.ts";
import { constraintSql, isPartOfTable } from "./constraint-text.ts";
import { childrenOf } from "./surroundings.ts";

export function createTableSql(
  table: TableDefinition,
  columns: readonly ColumnDefinition[],
  constraints: readonly ConstraintDefinition[],
): string {
  const lines = [...columns.map((column) => columnSql(column)), ...constraints.map(constraintSql)].map((line) => `  ${line}`);
  const head = `CREATE ${table.persistence === "unlogged" ? "UNLOGGED " : ""}TABLE ${quoteQualified(table.schema, table.name)}`;
  const options = table.options.length === 0 ? "" : ` WITH (${table.options.join(", ")})`;
  return lines.length === 0 ? `${head} ()${options}` : `${head} (\n${lines.join(",\n")}\n)${options}`;
}

export function rowSecuritySql(from: TableDefinition["rowSecurity"], to: TableDefinition): readonly string[] {
  const head = `ALTER TABLE ${quoteQualified(to.schema, to.name)}`;
  const enabling =
    (from === "off") === (to.rowSecurity === "off")
      ? []
      : [`${head} ${to.rowSecurity === "off" ? "DISABLE" : "ENABLE"} ROW LEVEL SECURITY`];
  const forcing =
    (from === "forced") === (to.rowSecurity === "forced")
      ? []
      : [`${head} ${to.rowSecurity === "forced" ? "" : "NO "}FORCE ROW LEVEL SECURITY`];
  return [...enabling, ...forcing];
}

/** Children that CREATE TABLE makes along with the table. */
export function partsOfTable(
  schema: Schema,
  id: string,
): { readonly columns: readonly SchemaObject[]; readonly constraints: readonly SchemaObject[] } {
  return { columns: childrenOf(schema, id, "column"), constraints: childrenOf(schema, id, "constraint").filter(isPartOfTable) };
}
