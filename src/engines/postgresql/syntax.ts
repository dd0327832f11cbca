import type { AlterTableCmd, AlterTableType, ColumnDef, Constraint, Node, RangeVar, TypeName } from "libpg-query";
import { printName } from "../../model/name.ts";
import type { ParsedStatement } from "../engine.ts";

type KeysOf<T> = T extends T ? keyof T : never;
export type NodeKind = KeysOf<Node>;
export type Fields<K extends NodeKind> = Extract<Node, Readonly<Record<K, unknown>>>[K];

/** The fields of a node of this kind; null when it is of another. */
export function pick<K extends NodeKind>(node: unknown, kind: K): Fields<K> | null {
  if (typeof node !== "object" || node === null || !(kind in node)) return null;
  return (node as Record<K, Fields<K>>)[kind];
}

/** As {@link pick} for a statement. */
export function statementOf<K extends NodeKind>(statement: ParsedStatement, kind: K): Fields<K> | null {
  return pick(statement.tree, kind);
}

/** Items of a list of nodes that are of this kind. */
export function pickAll<K extends NodeKind>(nodes: readonly Node[] | undefined, kind: K): readonly Fields<K>[] {
  const found: Fields<K>[] = [];
  for (const node of nodes ?? []) {
    const fields = pick(node, kind);
    if (fields !== null) found.push(fields);
  }
  return found;
}

/** Remembers what a question about a statement was answered: more than a hundred rules ask the same. */
function once<T>(ask: (statement: ParsedStatement) => T): (statement: ParsedStatement) => T {
  const answers = new WeakMap<ParsedStatement, { readonly answer: T }>();
  return (statement) => {
    const known = answers.get(statement) ?? { answer: ask(statement) };
    answers.set(statement, known);
    return known.answer;
  };
}

/** Texts of a list of String nodes. */
export function textsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return pickAll(nodes, "String").map((item) => item.sval ?? "");
}

/** The dotted name of a relation as written. */
export function relationName(relation: RangeVar | undefined): string {
  const name = relation?.relname ?? "";
  return printName(relation?.schemaname === undefined ? [name] : [relation.schemaname, name]);
}

/** The dotted name of what a DROP, a rename or a move is about; null: it has none of that kind. */
export function objectName(node: Node | undefined): string | null {
  const names = pick(node, "List")?.items ?? pick(node, "ObjectWithArgs")?.objname ?? pick(node, "TypeName")?.names;
  const parts = textsOf(names ?? (node === undefined ? [] : [node]));
  return parts.length === 0 ? null : printName(parts);
}

export interface Alteration {
  readonly table: string;
  readonly command: AlterTableCmd;
}
/** Commands of an ALTER TABLE, of these subtypes only where some are given; none for other statements. */
export function alterationsOf(statement: ParsedStatement, ...subtypes: readonly AlterTableType[]): readonly Alteration[] {
  const all = allAlterations(statement);
  if (subtypes.length === 0 || all.length === 0) return all;
  return all.filter(({ command: { subtype } }) => subtype !== undefined && subtypes.includes(subtype));
}

const allAlterations = once((statement): readonly Alteration[] => {
  const alter = statementOf(statement, "AlterTableStmt");
  if (alter === null || alter.objtype !== "OBJECT_TABLE") return [];
  const table = relationName(alter.relation);
  return pickAll(alter.cmds, "AlterTableCmd").map((command) => ({ table, command }));
});

/** As {@link alterationsOf} for composite types and foreign tables, which hold no rows of their own. */
export function fieldsOf(statement: ParsedStatement, ...subtypes: readonly AlterTableType[]): readonly Alteration[] {
  const alter = statementOf(statement, "AlterTableStmt");
  if (alter === null || (alter.objtype !== "OBJECT_TYPE" && alter.objtype !== "OBJECT_FOREIGN_TABLE")) return [];
  return pickAll(alter.cmds, "AlterTableCmd")
    .filter(({ subtype }) => subtype !== undefined && subtypes.includes(subtype))
    .map((command) => ({ table: relationName(alter.relation), command }));
}

export interface NewColumn {
  readonly table: string;
  readonly column: ColumnDef;
  readonly name: string;
  readonly constraints: readonly Constraint[];
  /** Whether its table comes with it or was there before. */
  readonly by: "create" | "add";
}
/** Columns that a CREATE TABLE or ALTER TABLE … ADD COLUMN brings. */
export const newColumnsOf: (statement: ParsedStatement) => readonly NewColumn[] = once((statement) => {
  const create = statementOf(statement, "CreateStmt");
  const toColumn = (table: string, column: ColumnDef, by: NewColumn["by"]): NewColumn => ({
    table,
    column,
    name: column.colname ?? "",
    constraints: pickAll(column.constraints, "Constraint"),
    by,
  });
  if (create !== null)
    return pickAll(create.tableElts, "ColumnDef").map((column) => toColumn(relationName(create.relation), column, "create"));
  return alterationsOf(statement, "AT_AddColumn").flatMap(({ table, command }) => {
    const column = pick(command.def, "ColumnDef");
    return column === null ? [] : [toColumn(table, column, "add")];
  });
});

/** Columns that get a type by this statement: new ones, and those whose type is changed. */
export function typedColumnsOf(
  statement: ParsedStatement,
): readonly { readonly table: string; readonly name: string; readonly type: TypeName | undefined }[] {
  return [
    ...newColumnsOf(statement).map(({ table, name, column }) => ({ table, name, type: column.typeName })),
    ...alterationsOf(statement, "AT_AlterColumnType").map(({ table, command }) => ({
      table,
      name: command.name ?? "",
      type: pick(command.def, "ColumnDef")?.typeName,
    })),
  ];
}

/** Whether an option in parentheses (`CONCURRENTLY`, `FULL false`) is given and not switched off. */
export function isOn(options: readonly Node[] | undefined, name: string): boolean {
  const option = pickAll(options, "DefElem").find(({ defname }) => defname === name);
  if (option === undefined) return false;
  const value = pick(option.arg, "String")?.sval ?? pick(option.arg, "Boolean")?.boolval ?? pick(option.arg, "Integer")?.ival ?? true;
  return value !== false && value !== 0 && !/^(?:false|off|0)$/i.test(String(value));
}

export interface NewConstraint {
  readonly table: string;
  readonly constraint: Constraint;
  /** The column that it was written at, or null. */
  readonly column: NewColumn | null;
  readonly by: "create" | "add";
}
/** Constraints that a CREATE TABLE or ALTER TABLE brings, those written at a new column included. */
export const newConstraintsOf: (statement: ParsedStatement) => readonly NewConstraint[] = once((statement) => {
  const atColumns = newColumnsOf(statement).flatMap((column) =>
    column.constraints.map((constraint) => ({ table: column.table, constraint, column, by: column.by })),
  );
  const create = statementOf(statement, "CreateStmt");
  const atCreate = pickAll(create?.tableElts, "Constraint").map(
    (constraint): NewConstraint => ({ table: relationName(create?.relation), constraint, column: null, by: "create" }),
  );
  const atAlter = alterationsOf(statement, "AT_AddConstraint").flatMap(({ table, command }): readonly NewConstraint[] => {
    const constraint = pick(command.def, "Constraint");
    return constraint === null ? [] : [{ table, constraint, column: null, by: "add" }];
  });
  return [...atColumns, ...atCreate, ...atAlter];
});
