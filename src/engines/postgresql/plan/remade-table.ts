import type { Change } from "../../../model/change.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import { orderDrafts } from "../../order.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { conversionSql } from "../field-type.ts";
import { kindOf } from "../objects.ts";
import { partsOf as namesIn, sqlNameOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { heirsOf } from "../objects/inheritance.ts";
import { detachSql } from "../objects/partition.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { addConstraintSql, dropConstraintSql } from "./attached.ts";
import { ownedSequences } from "./identity.ts";
import { fitName } from "./naming.ts";
import { hasNamedNotNull, notNullName } from "./not-null.ts";
import { sortObjects } from "./swap.ts";
import { usersOf } from "./users.ts";

/** A table with all that stands on it, and its parts with all that stands on them. */
export function wholeOf(schema: Schema, id: string): readonly SchemaObject[] {
  const [found, queue] = [new Map<string, SchemaObject>(), [id]];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const object = findObject(schema, at);
    if (object === undefined || found.has(at)) continue;
    found.set(at, object);
    queue.push(...childrenOf(schema, at).map((child) => child.id));
    if (object.kind === "table") queue.push(...heirsOf(schema, at).map((heir) => heir.id));
  }
  return [...found.values()];
}

/** References of other tables to this one. */
export function referencesTo(schema: Schema, id: string): readonly SchemaObject[] {
  return usersOf(schema, id).filter(
    (object) => object.kind === "constraint" && object.parent !== id && define<ConstraintDefinition>(object).references?.table === id,
  );
}

/**
 * Statements that make a table anew as the schema after has it, under its own name, with the rows of the old one, which goes in the end: the server knows
 * no other way between a plain and a partitioned table. `waiting` ends the names of the old one meanwhile.
 */
export function remakeTableSql(context: PlanContext, id: string, waiting: string): readonly string[] {
  const before = define<TableDefinition>(findObject(context.from, id) as SchemaObject);
  const { schema, name } = before;
  const old = fitName(`${name}_${waiting}`);
  const whole = wholeOf(context.to, id);
  const adds = whole.map((object): Change => ({ kind: "add", object }));
  const around: PlanContext = { ...context, changes: adds };
  const isMain = (object: SchemaObject): boolean =>
    /^(?:table|column)$/.test(object.kind) || (object.kind === "constraint" && define<ConstraintDefinition>(object).type !== "foreign");
  return [
    ...referencesTo(context.from, id).map((object) => dropConstraintSql(object)),
    // Two parts cannot hold the same rows.
    ...(before.partitionOf === null ? [] : [detachSql(before)]),
    `ALTER TABLE ${quoteQualified(schema, name)} RENAME TO ${quoteName(old)}`,
    ...namesAway(context.from, id, waiting),
    ...rulesAway(context, id, old, waiting),
    ...identitiesAway(context.from, id, old, waiting),
    ...creationSql(around, whole.filter(isMain)),
    ...copySql(context, id, quoteQualified(schema, old)),
    ...numbersOver(context, id, quoteQualified(schema, old)),
    ...creationSql(
      around,
      whole.filter((object) => !isMain(object)),
    ),
    `DROP TABLE ${quoteQualified(schema, old)}`,
    ...referencesTo(context.to, id).map((object) => addConstraintSql(object)),
  ];
}

export function creationSql(context: PlanContext, objects: readonly SchemaObject[]): readonly string[] {
  const drafts = sortObjects(objects).flatMap((object) => kindOf(object.kind).create(object, context));
  return orderDrafts(drafts.map((draft) => ({ ...draft, phase: "expand" as const }))).flatMap((draft) =>
    draft.action.kind === "statements" ? draft.action.statements : [],
  );
}

/** Indexes and keys of the old table make room for those of the new one. */
export function namesAway(schema: Schema, id: string, waiting: string): readonly string[] {
  return childrenOf(schema, id).flatMap((object) => {
    const isIndexed =
      object.kind === "index" ||
      (object.kind === "constraint" && /^(?:primary|unique|exclusion)$/.test(define<ConstraintDefinition>(object).type));
    if (!isIndexed) return [];
    const { schema: host, name } = define<{ readonly schema: string; readonly name: string }>(object);
    return [`ALTER INDEX ${quoteQualified(host, name)} RENAME TO ${quoteName(fitName(`${name}_${waiting}`))}`];
  });
}

function columnsOf(schema: Schema, id: string): readonly ColumnDefinition[] {
  return childrenOf(schema, id, "column").map((object) => define<ColumnDefinition>(object));
}

/** With those that a part has from the table that it is a part of. */
function allColumnsOf(schema: Schema, id: string): readonly ColumnDefinition[] {
  const table = findObject(schema, id);
  const parent = table === undefined ? null : define<TableDefinition>(table).partitionOf;
  const own = columnsOf(schema, id);
  if (parent === null) return own;
  const names = new Set(own.map((column) => column.name));
  return [...allColumnsOf(schema, parent.table).filter((column) => !names.has(column.name)), ...own];
}

/** From version 18 on NOT NULL has a name too, which the server chooses anew while another table of the schema has it. */
function rulesAway(context: PlanContext, id: string, old: string, waiting: string): readonly string[] {
  const [host = ""] = namesIn(id);
  if (!hasNamedNotNull(context.request.version)) return [];
  return columnsOf(context.from, id)
    .filter((column) => column.notNull && !column.inherited)
    .map((column) => {
      const name = notNullName(column);
      return `ALTER TABLE ${quoteQualified(host, old)} RENAME CONSTRAINT ${quoteName(name)} TO ${quoteName(fitName(`${name}_${waiting}`))}`;
    });
}

function identitiesAway(schema: Schema, id: string, old: string, waiting: string): readonly string[] {
  const [host = ""] = namesIn(id);
  return columnsOf(schema, id)
    .filter((column) => column.identity !== null)
    .map(
      (column) => `DO $numbers$
DECLARE
  dblead_numbers regclass := pg_get_serial_sequence(${quoteLiteral(quoteQualified(host, old))}, ${quoteLiteral(column.name)});
BEGIN
  EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', dblead_numbers, left((SELECT relname FROM pg_class WHERE oid = dblead_numbers), 40) || ${quoteLiteral(`_${waiting}`.slice(0, 20))});
END
$numbers$`,
    );
}

function copySql(context: PlanContext, id: string, old: string): readonly string[] {
  const before = new Map(allColumnsOf(context.from, id).map((column) => [column.name, column]));
  const pairs = allColumnsOf(context.to, id).flatMap((column) => {
    const source = before.get(column.name);
    if (source === undefined || column.generated !== null) return [];
    return [{ column, value: source.type === column.type ? quoteName(column.name) : conversionSql(column.name, source.type, column.type) }];
  });
  if (pairs.length === 0) return [];
  const overriding = pairs.some(({ column }) => column.identity?.kind === "always") ? " OVERRIDING SYSTEM VALUE" : "";
  return [
    `INSERT INTO ${sqlNameOf(id)} (${pairs.map(({ column }) => quoteName(column.name)).join(", ")})${overriding}\nSELECT ${pairs.map(({ value }) => value).join(", ")} FROM ${old}`,
  ];
}

/** Numbering goes on where it was, and a sequence of its own stays with the table. */
function numbersOver(context: PlanContext, id: string, old: string): readonly string[] {
  const before = new Map(columnsOf(context.from, id).map((column) => [column.name, column]));
  const identities = columnsOf(context.to, id).filter((column) => column.identity !== null && before.get(column.name)?.identity != null);
  return [
    ...identities.map(
      (column) => `DO $numbers$
DECLARE
  dblead_last bigint;
  dblead_used boolean;
BEGIN
  EXECUTE format('SELECT last_value, is_called FROM %s', pg_get_serial_sequence(${quoteLiteral(old)}, ${quoteLiteral(column.name)})) INTO dblead_last, dblead_used;
  PERFORM setval(pg_get_serial_sequence(${quoteLiteral(sqlNameOf(id))}, ${quoteLiteral(column.name)}), dblead_last, dblead_used);
END
$numbers$`,
    ),
    ...ownersOver(context, id),
  ];
}

/** Sequences of the table's own stay with it. */
export function ownersOver(context: PlanContext, id: string): readonly string[] {
  const owned = childrenOf(context.from, id, "column").flatMap((column) => ownedSequences(context.from, context.to, [column.id]));
  return owned.flatMap(({ after }) => {
    const owner = after === undefined ? null : define<{ readonly ownedBy: string | null }>(after).ownedBy;
    return after === undefined || owner === null ? [] : [`ALTER SEQUENCE ${sqlNameOf(after.id)} OWNED BY ${sqlNameOf(owner)}`];
  });
}
