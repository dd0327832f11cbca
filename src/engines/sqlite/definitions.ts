import type { Schema, SchemaObject } from "../../model/schema.ts";

/**
 * What makes two SQLite objects equal, per kind. Ids: `table:notes`, `index:notes_by_title`, `view:recent`, `trigger:notes_touch`.
 * Every expression is printed by `printTokens`, so whitespace, quoting and the case of keywords do not count; neither does the order of columns.
 */
export type ColumnDefinition = {
  /** Upper case, single spaces; empty: no type. */
  readonly type: string;
  readonly notNull: boolean;
  /** Expression without outer parentheses. */
  readonly default: string | null;
  /** Null: BINARY. */
  readonly collation: string | null;
  readonly generated: { readonly expression: string; readonly kind: "stored" | "virtual" } | null;
};
export type KeyColumn = { readonly name: string; readonly collation: string | null; readonly order: "asc" | "desc" };
export type PrimaryKeyDefinition = {
  readonly name: string | null;
  readonly columns: readonly KeyColumn[];
  readonly autoincrement: boolean;
  readonly conflict: string | null;
};
export type UniqueDefinition = { readonly name: string | null; readonly columns: readonly KeyColumn[]; readonly conflict: string | null };
export type CheckDefinition = { readonly name: string | null; readonly expression: string };
export type ForeignKeyDefinition = {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly table: string;
  readonly targetColumns: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
  readonly deferred: boolean;
};
export type TableDefinition = {
  readonly name: string;
  readonly columns: { readonly [name: string]: ColumnDefinition };
  readonly primaryKey: PrimaryKeyDefinition | null;
  readonly uniques: readonly UniqueDefinition[];
  readonly checks: readonly CheckDefinition[];
  readonly foreignKeys: readonly ForeignKeyDefinition[];
  readonly strict: boolean;
  readonly withoutRowid: boolean;
};
export type IndexDefinition = {
  readonly name: string;
  readonly table: string;
  readonly unique: boolean;
  /** Each with its collation and order as written, `ASC` left out. */
  readonly columns: readonly string[];
  readonly where: string | null;
};
export type ViewDefinition = { readonly name: string; readonly columns: readonly string[] | null; readonly query: string };
export type TriggerDefinition = {
  readonly name: string;
  readonly table: string;
  /** From BEFORE, AFTER or INSTEAD OF up to ON. */
  readonly event: string;
  readonly when: string | null;
  /** Statements between BEGIN and END, without semicolons. */
  readonly body: readonly string[];
};

export function tableOf(object: SchemaObject): TableDefinition {
  return object.definition as TableDefinition;
}
export function indexOf(object: SchemaObject): IndexDefinition {
  return object.definition as IndexDefinition;
}
export function viewOf(object: SchemaObject): ViewDefinition {
  return object.definition as ViewDefinition;
}
export function triggerOf(object: SchemaObject): TriggerDefinition {
  return object.definition as TriggerDefinition;
}
/** Column names in the table's own order, which the definition does not hold. */
export function columnOrder(object: SchemaObject): readonly string[] {
  return object.outline?.fields.map((field) => field.name) ?? Object.keys(tableOf(object).columns);
}
/** Whether this single column is the row id under a name (`INTEGER PRIMARY KEY`). */
export function rowidAlias(table: TableDefinition): string | null {
  const key = table.primaryKey?.columns ?? [];
  const first = key[0];
  if (table.withoutRowid || key.length !== 1 || first === undefined) return null;
  return table.columns[first.name]?.type === "INTEGER" ? first.name : null;
}
export function tablesOf(schema: Schema): readonly SchemaObject[] {
  return schema.objects.filter((object) => object.kind === "table");
}
