import type { AlterTableCmd, ColumnDef, CreateStmt, Constraint, Node } from "libpg-query";
import type { JsonValue } from "../../../model/json.ts";
import { parseName, printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ParsedStatement } from "../../engine.ts";
import { droppedNames } from "./drops.ts";
import { inPublic } from "./context.ts";
import { ObjectHistory } from "./object-history.ts";
import { alterationsOf, newColumnsOf, newConstraintsOf, pick, relationName, statementOf, textsOf } from "../syntax.ts";
import { printType, serialBase } from "./type-text.ts";

/**
 * Brings the objects behind a statement, as far as its text tells: tables, columns, constraints, indexes, policies and functions, with the members of their
 * definitions that rules read. Bodies, inheritance and dynamic SQL are not followed.
 */
export function replayStatement(objects: ObjectHistory, statement: ParsedStatement): void {
  for (const object of madeBy(statement)) objects.set(object.id, object);
  for (const { table, command } of alterationsOf(statement)) alter(objects, table, command);
  for (const id of droppedBy(statement, objects)) objects.delete(id);
  rename(objects, statement);
}

/** The schema after statements, as far as their text tells. */
export function replayStatements(base: Schema, statements: readonly ParsedStatement[]): Schema {
  const history = new ObjectHistory(base);
  for (const statement of statements) replayStatement(history, statement);
  return history.freeze();
}

type Objects = ObjectHistory;

function madeBy(statement: ParsedStatement): readonly SchemaObject[] {
  const create = statementOf(statement, "CreateStmt");
  const policy = statementOf(statement, "CreatePolicyStmt");
  const body = statementOf(statement, "CreateFunctionStmt");
  const domain = statementOf(statement, "CreateDomainStmt");
  const view = statementOf(statement, "ViewStmt");
  const index = statementOf(statement, "IndexStmt");
  const indexName = index?.idxname ?? `${index?.relation?.relname ?? ""}_idx`;
  return [
    ...(create === null
      ? []
      : [
          toObject("table", relationName(create.relation), null, {
            rowSecurity: "off",
            partitionBy: create.partspec === undefined ? null : "by text",
            partitionOf: partitionOf(create),
          }),
        ]),
    ...newColumnsOf(statement).map(({ table, column }) => toColumn(table, column)),
    ...newConstraintsOf(statement).flatMap(({ table, constraint, column }) => toConstraint(table, constraint, column?.name ?? null)),
    ...(policy === null
      ? []
      : [
          toObject("policy", relationName(policy.table), policy.policy_name ?? "", {
            permissive: policy.permissive === true,
            command: policy.cmd_name ?? "all",
          }),
        ]),
    ...(domain === null ? [] : [toObject("domain", printName(textsOf(domain.domainname)), null, { type: printType(domain.typeName) })]),
    ...(view === null ? [] : [toObject("view", relationName(view.view), null, {})]),
    ...(body === null ? [] : [toObject("function", printName(textsOf(body.funcname)), null, { text: statement.text })]),
    ...(index === null
      ? []
      : [toIndex(relationName(index.relation), indexName, { text: statement.text, unique: index.unique === true, valid: true })]),
  ];
}

/** The partitioned table that a new one is a part of. */
function partitionOf(create: CreateStmt): JsonValue {
  const parent = pick(create.inhRelations?.[0], "RangeVar");
  if (create.partbound === undefined || parent === null) return null;
  return { table: `table:${inPublic(relationName(parent))}`, bound: create.partbound.is_default === true ? "DEFAULT" : "by text" };
}

/** `part` names what stands inside the object `owner`; null: the object itself. */
function toObject(kind: string, owner: string, part: string | null, definition: Readonly<Record<string, JsonValue>>): SchemaObject {
  const [schema = "public", name = ""] = parseName(inPublic(owner));
  const inside = part === null ? { name } : { table: name, name: part };
  const id = `${kind}:${printName(part === null ? [schema, name] : [schema, name, part])}`;
  return { id: kind === "function" ? `${id}()` : id, kind, dependsOn: [], definition: { schema, ...inside, ...definition } };
}

function toIndex(table: string, name: string, definition: Readonly<Record<string, JsonValue>>): SchemaObject {
  const [schema = "public", owner = ""] = parseName(inPublic(table));
  return {
    id: `index:${printName([schema, name])}`,
    kind: "index",
    dependsOn: [],
    definition: { schema, table: owner, name, ...definition },
  };
}

function toColumn(table: string, column: ColumnDef): SchemaObject {
  const kinds = (column.constraints ?? []).map((node) => pick(node, "Constraint")?.contype);
  const isRequired = kinds.some((kind) => kind === "CONSTR_NOTNULL" || kind === "CONSTR_PRIMARY" || kind === "CONSTR_IDENTITY");
  const isNumbered = kinds.includes("CONSTR_IDENTITY");
  const isSerial = serialBase(column.typeName) !== null;
  return toObject("column", table, column.colname ?? "", {
    type: printType(column.typeName),
    notNull: isRequired || isSerial,
    identity: isNumbered ? "by text" : null,
    default: isSerial ? "nextval()" : null,
  });
}

const constraintKinds: Readonly<Record<string, readonly [string, string]>> = {
  CONSTR_PRIMARY: ["primary", "pkey"],
  CONSTR_UNIQUE: ["unique", "key"],
  CONSTR_FOREIGN: ["foreign", "fkey"],
  CONSTR_CHECK: ["check", "check"],
  CONSTR_EXCLUSION: ["exclusion", "excl"],
  CONSTR_NOTNULL: ["not-null", "not_null"],
};

function toConstraint(table: string, constraint: Constraint, column: string | null): readonly SchemaObject[] {
  const [type, suffix] = constraintKinds[constraint.contype ?? ""] ?? [];
  // NOT NULL at a column is part of the column.
  if (type === undefined || (type === "not-null" && column !== null)) return [];
  const proven = constraint.contype === "CONSTR_CHECK" ? provenNotNull(constraint.raw_expr) : [];
  const keys = textsOf(constraint.contype === "CONSTR_FOREIGN" ? constraint.fk_attrs : constraint.keys);
  const columns = proven.length > 0 ? proven : column === null ? keys : [column];
  const named = type === "primary" ? [] : columns;
  const name = constraint.conname ?? [parseName(table).at(-1) ?? "", ...named, suffix].join("_");
  const text =
    proven.length > 0 ? `CHECK (${proven.map((item) => `(${printName([item])} IS NOT NULL)`).join(" AND ")})` : type.toUpperCase();
  return [toObject("constraint", table, name, { type, text, columns, validated: constraint.skip_validation !== true })];
}

/** Columns that a condition lets no null into: IS NOT NULL joined by AND alone. */
function provenNotNull(condition: Node | undefined): readonly string[] {
  const all = pick(condition, "BoolExpr");
  if (all?.boolop === "AND_EXPR") {
    const parts = (all.args ?? []).map(provenNotNull);
    return parts.every((part) => part.length > 0) ? parts.flat() : [];
  }
  const test = pick(condition, "NullTest");
  const column = textsOf(pick(test?.arg, "ColumnRef")?.fields).at(-1);
  return test?.nulltesttype === "IS_NOT_NULL" && column !== undefined ? [column] : [];
}

function alter(objects: Objects, table: string, command: AlterTableCmd): void {
  const name = command.name ?? "";
  const column = idOf("column", table, name);
  const constraint = idOf("constraint", table, name);
  switch (command.subtype) {
    case "AT_SetNotNull":
      return change(objects, column, { notNull: true });
    case "AT_DropNotNull":
      return change(objects, column, { notNull: false });
    case "AT_AlterColumnType":
      return change(objects, column, { type: printType(pick(command.def, "ColumnDef")?.typeName) });
    case "AT_ValidateConstraint":
      change(objects, constraint, { validated: true });
      return requireColumns(objects, table, constraint);
    case "AT_DropColumn":
      objects.delete(column);
      return;
    case "AT_DropConstraint":
      objects.delete(constraint);
      return;
    case "AT_AddConstraint":
      return addKey(objects, table, command);
    case "AT_EnableRowSecurity":
      return change(objects, idOf("table", table, null), { rowSecurity: "on" });
    case "AT_DisableRowSecurity":
      return change(objects, idOf("table", table, null), { rowSecurity: "off" });
    default:
      return;
  }
}

/** A primary key makes its columns NOT NULL; one USING INDEX takes the index's columns. */
function addKey(objects: Objects, table: string, command: AlterTableCmd): void {
  const added = pick(command.def, "Constraint");
  if (added?.contype === "CONSTR_PRIMARY")
    for (const name of textsOf(added.keys)) change(objects, idOf("column", table, name), { notNull: true });
  if (added?.contype === "CONSTR_NOTNULL" && added.skip_validation !== true)
    for (const name of textsOf(added.keys)) change(objects, idOf("column", table, name), { notNull: true });
}

function requireColumns(objects: Objects, table: string, id: string): void {
  const definition = objects.get(id)?.definition;
  if (!isRecord(definition) || definition["type"] !== "not-null" || !Array.isArray(definition["columns"])) return;
  for (const name of definition["columns"]) change(objects, idOf("column", table, String(name)), { notNull: true });
}

function idOf(kind: string, owner: string, part: string | null): string {
  return `${kind}:${printName([...parseName(inPublic(owner)), ...(part === null ? [] : [part])])}`;
}

function isRecord(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function change(objects: Objects, id: string, members: Readonly<Record<string, JsonValue>>): void {
  const object = objects.get(id);
  if (object !== undefined && isRecord(object.definition)) objects.set(id, { ...object, definition: { ...object.definition, ...members } });
}

function droppedBy(statement: ParsedStatement, objects: Objects): readonly string[] {
  return [
    ...droppedNames(statement, "OBJECT_TABLE").flatMap((name) => objects.within(inPublic(name)).map(({ id }) => id)),
    ...droppedNames(statement, "OBJECT_VIEW").map((name) => `view:${inPublic(name)}`),
    ...droppedNames(statement, "OBJECT_INDEX").map((name) => `index:${inPublic(name)}`),
    ...droppedNames(statement, "OBJECT_POLICY").map((name) => {
      const parts = parseName(name);
      return idOf("policy", printName(parts.slice(0, -1)), parts.at(-1) ?? "");
    }),
  ];
}

/** Renames of tables, columns and constraints; a moved object takes its parts along. */
function rename(objects: Objects, statement: ParsedStatement): void {
  const order = statementOf(statement, "RenameStmt");
  if (order?.relation === undefined) return;
  const place = inPublic(relationName(order.relation));
  const [, table] = parseName(place);
  const to = order.newname ?? "";
  const kind = order.renameType === "OBJECT_COLUMN" ? "column" : order.renameType === "OBJECT_TABCONSTRAINT" ? "constraint" : null;
  for (const object of objects.within(place)) {
    const { definition } = object;
    if (!isRecord(definition)) continue;
    const isPart = definition["table"] === table;
    const isNamed = kind !== null && object.kind === kind && isPart && definition["name"] === order.subname;
    const isMoved = order.renameType === "OBJECT_TABLE" && (isPart || (object.kind === "table" && definition["name"] === table));
    if (!isNamed && !isMoved) continue;
    const moved: Readonly<Record<string, JsonValue | undefined>> = { ...definition, ...(isMoved && isPart ? { table: to } : { name: to }) };
    objects.delete(object.id);
    const parts = [moved["schema"], ...(object.kind === "index" ? [] : [moved["table"]]), moved["name"]];
    const id = `${object.kind}:${printName(parts.filter((part): part is string => typeof part === "string"))}`;
    objects.set(id, { ...object, id, definition: moved });
  }
}
