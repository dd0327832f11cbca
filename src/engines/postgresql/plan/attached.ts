import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, ConstraintDefinition, IndexDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { renameColumns } from "./expression.ts";
import { usersOf } from "./users.ts";

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export function tableSql(table: TableName): string {
  return quoteQualified(table.schema, table.name);
}

/** Constraints and indexes that hold a column of `columns`, and foreign keys of other tables that point at one. */
export function attachedTo(schema: Schema, columns: readonly SchemaObject[]): readonly SchemaObject[] {
  const ids = new Set(columns.map((column) => column.id));
  const tableId = columns[0]?.parent;
  const names = new Set(columns.map((column) => define<ColumnDefinition>(column).name));
  return (tableId === undefined ? [] : usersOf(schema, tableId)).filter((object) => {
    if (object.kind === "index") return object.parent === tableId && object.dependsOn.some((id) => ids.has(id));
    if (object.kind !== "constraint") return false;
    const constraint = define<ConstraintDefinition>(object);
    const own =
      object.parent === tableId && (constraint.columns.some((name) => names.has(name)) || object.dependsOn.some((id) => ids.has(id)));
    return own || (constraint.references?.table === tableId && constraint.references?.columns.some((name) => names.has(name)) === true);
  });
}

export function constraintTable(object: SchemaObject): string {
  const constraint = define<ConstraintDefinition>(object);
  return quoteQualified(constraint.schema, constraint.table);
}

/** `names`: columns that stand under a working name for now. */
export function addConstraintSql(
  object: SchemaObject,
  options: { readonly name?: string; readonly names?: Readonly<Record<string, string>>; readonly isLate?: "not valid" } = {},
): string {
  const constraint = define<ConstraintDefinition>(object);
  const text = options.names === undefined ? constraint.text : renameColumns(constraint.text, options.names);
  const late =
    (options.isLate === undefined && constraint.validated) || (constraint.type !== "check" && constraint.type !== "foreign")
      ? ""
      : " NOT VALID";
  return `ALTER TABLE ${constraintTable(object)} ADD CONSTRAINT ${quoteName(options.name ?? constraint.name)} ${text.replace(/ NOT VALID$/, "")}${late}`;
}

export function dropConstraintSql(object: SchemaObject, name?: string): string {
  return `ALTER TABLE ${constraintTable(object)} DROP CONSTRAINT ${quoteName(name ?? define<ConstraintDefinition>(object).name)}`;
}

export function validateConstraintSql(object: SchemaObject, name?: string): string {
  return `ALTER TABLE ${constraintTable(object)} VALIDATE CONSTRAINT ${quoteName(name ?? define<ConstraintDefinition>(object).name)}`;
}

/** A unique or primary key constraint as the index that can be built before it; null where no index can stand in for it. */
export function keyIndexSql(
  object: SchemaObject,
  name: string,
  options: { readonly names?: Readonly<Record<string, string>>; readonly online: "concurrently" | "blocking" },
): string | null {
  const constraint = define<ConstraintDefinition>(object);
  const match =
    /^(?:UNIQUE|PRIMARY KEY)( NULLS NOT DISTINCT)? \(((?:[^()"]|"(?:[^"]|"")*")+)\)( INCLUDE \((?:[^()"]|"(?:[^"]|"")*")+\))?( WITH \([^)]*\))?(?: (?:NOT )?DEFERRABLE.*)?$/.exec(
      constraint.text,
    );
  if (match === null || /WITHOUT OVERLAPS/.test(constraint.text)) return null;
  const columns = `(${match[2] ?? ""})${match[3] ?? ""}`;
  const named = options.names === undefined ? columns : renameColumns(columns, options.names);
  const how = options.online === "concurrently" ? "CONCURRENTLY " : "";
  return `CREATE UNIQUE INDEX ${how}${quoteName(name)} ON ${constraintTable(object)} ${named}${match[1] ?? ""}${match[4] ?? ""}`;
}

/** Turns a built index into the constraint; the index takes the constraint's name. */
export function constraintUsingIndexSql(object: SchemaObject, index: string): string {
  const constraint = define<ConstraintDefinition>(object);
  const kind = constraint.type === "primary" ? "PRIMARY KEY" : "UNIQUE";
  const deferrable = /( DEFERRABLE.*)$/.exec(constraint.text)?.[1] ?? "";
  return `ALTER TABLE ${constraintTable(object)} ADD CONSTRAINT ${quoteName(constraint.name)} ${kind} USING INDEX ${quoteName(index)}${deferrable}`;
}

export function indexSql(
  object: SchemaObject,
  options: { readonly name?: string; readonly names?: Readonly<Record<string, string>>; readonly online: "concurrently" | "blocking" },
): string {
  const index = define<IndexDefinition>(object);
  const head = /^CREATE (UNIQUE )?INDEX ("(?:[^"]|"")*"|\S+) ON (.*)$/s.exec(index.text);
  const rest = head?.[3] ?? "";
  const using = rest.indexOf(" USING ");
  const body = options.names === undefined ? rest : rest.slice(0, using) + renameColumns(rest.slice(using), options.names);
  return `CREATE ${head?.[1] ?? ""}INDEX ${options.online === "concurrently" ? "CONCURRENTLY " : ""}${quoteName(options.name ?? index.name)} ON ${body}`;
}

export function indexNameSql(object: SchemaObject, name?: string): string {
  const index = define<IndexDefinition>(object);
  return quoteQualified(index.schema, name ?? index.name);
}

/** Column with type and collation, without what needs a scan or writes values. */
export function bareColumnSql(column: ColumnDefinition, name: string = column.name): string {
  return `${quoteName(name)} ${column.type}${column.collation === null ? "" : ` COLLATE ${column.collation}`}`;
}
