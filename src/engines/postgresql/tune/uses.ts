import { parseName, printName } from "../../../model/name.ts";
import { locateObject, type Outline, type Schema } from "../../../model/schema.ts";
import type { ObjectUse } from "../../candidate-indexes.ts";
import type { CandidateIndex } from "../../tune.ts";
import { isTree, listOf, nodeOf, stringsOf, textOf, type Tree, unwrap, walk } from "../parse/tree.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { quoteName } from "../quote.ts";
import { columnOf, printConstant, printKey, wrap } from "./key-text.ts";
import { likeKey, specialFor } from "./special-kinds.ts";

/** One occurrence of a table in a query, while the query is read. */
interface Range {
  readonly outline: Outline;
  readonly equal: string[];
  readonly joined: string[];
  readonly ranges: string[];
  sorts: readonly string[];
  readonly conditions: { readonly text: string; readonly key: string }[];
  /** Null: every field. */
  needs: Set<string> | null;
  readonly special: CandidateIndex[];
  arms: readonly (readonly string[])[];
}
export interface Reading {
  readonly schema: Schema;
  readonly ranges: Range[];
  /** What was thought of and not proposed. */
  readonly remarks: Map<string, string>;
}
type Scope = ReadonlyMap<string, Range>;

/** What a statement does with each table that it reads. */
export function readUses(
  schema: Schema,
  statements: readonly Tree[],
): { readonly uses: readonly ObjectUse[]; readonly remarks: ReadonlyMap<string, string> } {
  const reading: Reading = { schema, ranges: [], remarks: new Map() };
  for (const statement of statements) readInner(reading, statement, new Map());
  const uses = reading.ranges.map((range) => ({
    object: range.outline.label,
    equal: range.equal,
    joined: range.joined,
    ranges: range.ranges.filter((key) => !range.equal.includes(key)),
    sorts: range.sorts,
    conditions: range.conditions,
    needs: range.needs === null ? null : [...range.needs],
    special: range.special,
    arms: range.arms,
  }));
  return { uses, remarks: reading.remarks };
}

const statementKinds = new Set(["SelectStmt", "UpdateStmt", "DeleteStmt", "InsertStmt", "MergeStmt"]);

/** Reads each statement below a node with the tables around it in sight. */
function readInner(reading: Reading, node: unknown, outer: Scope): void {
  if (Array.isArray(node)) {
    for (const item of node) readInner(reading, item, outer);
    return;
  }
  if (!isTree(node)) return;
  for (const [key, inner] of Object.entries(node)) {
    // The sides of a UNION stand without a name of their kind.
    if (isTree(inner) && (statementKinds.has(key) || ((key === "larg" || key === "rarg") && inner["targetList"] !== undefined)))
      readStatement(reading, inner, outer);
    else readInner(reading, inner, outer);
  }
}

function readStatement(reading: Reading, fields: Tree, outer: Scope): void {
  const own = new Map<string, Range>();
  const conditions: unknown[] = [fields["whereClause"]];
  if (isTree(fields["relation"]) && fields["fromClause"] !== undefined) addRange(reading, fields["relation"], own);
  if (isTree(fields["relation"]) && fields["whereClause"] !== undefined && fields["fromClause"] === undefined)
    addRange(reading, fields["relation"], own);
  for (const item of [...listOf(fields["fromClause"]), ...listOf(fields["usingClause"])]) readFrom(reading, item, own, conditions);
  const scope = new Map([...outer, ...own]);
  for (const condition of conditions) readCondition(reading, condition, scope);
  readOrder(fields, scope);
  noteNeeds(fields, scope);
  for (const [key, inner] of Object.entries(fields)) if (key !== "relation") readInner(reading, { [key]: inner }, scope);
}

function addRange(reading: Reading, fields: Tree, own: Map<string, Range>): void {
  const schemaName = textOf(fields["schemaname"]);
  const name = textOf(fields["relname"]);
  const located = locateObject(reading.schema, printName(schemaName === "" ? [name] : [schemaName, name]));
  const found = located.find(({ outline }) => parseName(outline.label)[0] === "public") ?? located[0];
  if (found === undefined || found.object.kind !== "table") return;
  const range: Range = {
    outline: found.outline,
    equal: [],
    joined: [],
    ranges: [],
    sorts: [],
    conditions: [],
    needs: new Set(),
    special: [],
    arms: [],
  };
  const alias = isTree(fields["alias"]) ? textOf(fields["alias"]["aliasname"]) : "";
  own.set(alias === "" ? name : alias, range);
  reading.ranges.push(range);
}

function readFrom(reading: Reading, item: unknown, own: Map<string, Range>, conditions: unknown[]): void {
  const range = nodeOf(item, "RangeVar");
  if (range !== null) addRange(reading, range, own);
  const join = nodeOf(item, "JoinExpr");
  if (join === null) return;
  readFrom(reading, join["larg"], own, conditions);
  readFrom(reading, join["rarg"], own, conditions);
  conditions.push(join["quals"]);
  for (const name of stringsOf(join["usingClause"]))
    for (const one of own.values()) if (one.outline.fields.some((field) => field.name === name)) one.joined.push(quoteName(name));
}

/** The one table whose fields a node uses; null: none, or several. */
function ownerOf(node: unknown, scope: Scope): Range | null {
  const owners = new Set<Range | null>();
  walk([node], (kind, fields) => {
    if (kind === "ColumnRef") owners.add(rangeOf({ ColumnRef: fields }, scope));
    if (kind === "SubLink") owners.add(null);
  });
  const [only, ...others] = owners;
  return others.length === 0 ? (only ?? null) : null;
}

function rangeOf(node: unknown, scope: Scope): Range | null {
  const reference = columnOf(node);
  if (reference === null || reference.column === null) return null;
  if (reference.owner !== null) return scope.get(reference.owner) ?? null;
  const owning = [...scope.values()].filter((range) => range.outline.fields.some((field) => field.name === reference.column));
  return owning.at(-1) ?? null;
}

function usesFields(node: unknown): boolean {
  let found = false;
  walk([node], (kind) => {
    if (kind === "ColumnRef") found = true;
  });
  return found;
}
function usesRange(node: unknown, range: Range, scope: Scope): boolean {
  let found = false;
  walk([node], (kind, fields) => {
    if (kind === "ColumnRef" && rangeOf({ ColumnRef: fields }, scope) === range) found = true;
  });
  return found;
}

function readCondition(reading: Reading, node: unknown, scope: Scope): void {
  const inner = unwrap(node);
  if (inner === null) return;
  const { kind, fields } = inner;
  if (kind === "BoolExpr") readJunction(reading, fields, scope);
  else if (kind === "NullTest") readNullTest(fields, scope);
  else if (kind === "ColumnRef") noteTruth(node, "true", scope);
  else if (kind === "BooleanTest") noteTruth(fields["arg"], fields["booltesttype"] === "IS_FALSE" ? "false" : "true", scope);
  else if (kind === "SubLink" && fields["subLinkType"] === "ANY_SUBLINK") {
    const owner = ownerOf(fields["testexpr"], scope);
    const key = printKey(fields["testexpr"]);
    if (owner !== null && key !== null) owner.joined.push(wrap(key));
  } else if (kind === "A_Expr") readComparison(reading, fields, scope);
}

function readJunction(reading: Reading, fields: Tree, scope: Scope): void {
  const args = listOf(fields["args"]);
  if (fields["boolop"] === "AND_EXPR") for (const arg of args) readCondition(reading, arg, scope);
  if (fields["boolop"] === "NOT_EXPR" && nodeOf(args[0], "ColumnRef") !== null) noteTruth(args[0], "false", scope);
  if (fields["boolop"] !== "OR_EXPR") return;
  const owner = ownerOf(args, scope);
  if (owner === null) return;
  const arms = args.map((arg) => {
    const part: Range = { ...owner, equal: [], joined: [], ranges: [], conditions: [], special: [] };
    readCondition(reading, arg, new Map([...scope].map(([name, range]) => [name, range === owner ? part : range])));
    return [...part.equal, ...part.ranges].slice(0, 2);
  });
  if (arms.every((keys) => keys.length > 0)) owner.arms = arms;
}

function readNullTest(fields: Tree, scope: Scope): void {
  const owner = ownerOf(fields["arg"], scope);
  const key = printKey(fields["arg"]);
  if (owner === null || key === null) return;
  const isNull = fields["nulltesttype"] === "IS_NULL";
  if (isNull) owner.equal.push(wrap(key));
  owner.conditions.push({ text: `${key} ${isNull ? "IS NULL" : "IS NOT NULL"}`, key: wrap(key) });
}

/** A condition that is a yes-or-no field itself. */
function noteTruth(node: unknown, value: "true" | "false", scope: Scope): void {
  const owner = ownerOf(node, scope);
  const key = printKey(node);
  if (owner === null || key === null) return;
  owner.equal.push(wrap(key));
  owner.conditions.push({ text: value === "true" ? key : `NOT ${key}`, key: wrap(key) });
}

const rangeOperators = new Set(["<", "<=", ">", ">="]);

function readComparison(reading: Reading, fields: Tree, scope: Scope): void {
  const operator = stringsOf(fields["name"]).at(-1) ?? "";
  const sides = [
    { own: fields["lexpr"], other: fields["rexpr"] },
    { own: fields["rexpr"], other: fields["lexpr"] },
  ];
  for (const [index, { own, other }] of sides.entries()) {
    const range = ownerOf(own, scope);
    if (range === null || !usesFields(own) || usesRange(other, range, scope)) continue;
    const key = printKey(own);
    if (key === null) continue;
    const wrapped = wrap(key);
    const kind = textOf(fields["kind"]);
    const isSet = kind === "AEXPR_IN" || kind === "AEXPR_OP_ANY";
    if ((kind === "AEXPR_OP" && operator === "=") || (isSet && operator === "=" && index === 0)) {
      (usesFields(other) ? range.joined : range.equal).push(wrapped);
      const constant = kind === "AEXPR_OP" ? constantOf(other) : null;
      if (constant !== null && isOneOfFew(reading.schema, range.outline, own))
        range.conditions.push({ text: `${key} = ${constant}`, key: wrapped });
    } else if ((kind === "AEXPR_OP" && rangeOperators.has(operator)) || (kind === "AEXPR_BETWEEN" && index === 0))
      range.ranges.push(wrapped);
    else if (index === 0 && (kind === "AEXPR_LIKE" || kind === "AEXPR_ILIKE")) likeKey({ reading, range, key, other, kind });
    else if (kind === "AEXPR_OP") range.special.push(...specialFor({ range, key, node: own, operator }));
  }
}

/** Whether a field has a closed list of values: elsewhere a constant is an example, and an index over its rows alone serves nobody else. */
function isOneOfFew(schema: Schema, outline: Outline, node: unknown): boolean {
  const field = outline.fields.find((one) => one.name === columnOf(node)?.column);
  if (field === undefined) return false;
  if (field.type === "boolean" || schema.objects.some((object) => object.kind === "enum" && object.id.endsWith(field.type))) return true;
  const checks = schema.objects.filter((object) => object.kind === "constraint" && object.parent === `table:${outline.label}`);
  return checks.some((object) => {
    const { type, text, columns } = define<ConstraintDefinition>(object);
    return type === "check" && columns.length === 1 && columns[0] === field.name && text.includes("= ANY (");
  });
}

function constantOf(node: unknown): string | null {
  const constant = nodeOf(node, "A_Const");
  if (constant !== null) return printConstant(constant);
  const cast = nodeOf(node, "TypeCast");
  return cast === null || nodeOf(cast["arg"], "A_Const") === null ? null : printKey(node);
}

/** The order asked for, else what is grouped by, where all of it is of one table. */
function readOrder(fields: Tree, scope: Scope): void {
  const sorts = listOf(fields["sortClause"]).map((item) => nodeOf(item, "SortBy"));
  const nodes = sorts.length > 0 ? sorts.map((sort) => sort?.["node"]) : listOf(fields["groupClause"]);
  const resolved = nodes.map((node) => resolveOutput(node, fields));
  const owner = ownerOf(resolved, scope);
  const keys = resolved.map(printKey);
  if (owner === null || keys.length === 0 || keys.includes(null)) return;
  owner.sorts = keys.map((key, index) => {
    const sort = sorts[index] ?? null;
    const direction = sort?.["sortby_dir"] === "SORTBY_DESC" ? " DESC" : "";
    const nulls =
      sort?.["sortby_nulls"] === "SORTBY_NULLS_FIRST"
        ? " NULLS FIRST"
        : sort?.["sortby_nulls"] === "SORTBY_NULLS_LAST"
          ? " NULLS LAST"
          : "";
    return `${wrap(key ?? "")}${direction}${nulls}`;
  });
}

/** `ORDER BY 2`, or by the name of an output. */
function resolveOutput(node: unknown, fields: Tree): unknown {
  const targets = listOf(fields["targetList"]).map((item) => nodeOf(item, "ResTarget"));
  const constant = nodeOf(node, "A_Const");
  const place = constant !== null && isTree(constant["ival"]) ? Number(constant["ival"]["ival"] ?? 0) : 0;
  if (place > 0) return targets[place - 1]?.["val"] ?? node;
  const reference = columnOf(node);
  if (reference === null || reference.owner !== null) return node;
  return targets.find((target) => target !== null && textOf(target["name"]) === reference.column)?.["val"] ?? node;
}

function noteNeeds(fields: Tree, scope: Scope): void {
  walk([{ fields }], (kind, inner) => {
    if (kind !== "ColumnRef") return;
    const reference = columnOf({ ColumnRef: inner });
    if (reference === null) return;
    if (reference.column === null) {
      for (const [name, range] of scope) if (reference.owner === null || reference.owner === name) range.needs = null;
      return;
    }
    rangeOf({ ColumnRef: inner }, scope)?.needs?.add(quoteName(reference.column));
  });
}
