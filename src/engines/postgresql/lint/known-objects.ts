import { parseName, printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import { inPublic } from "./context.ts";
import { knownObjects } from "./object-history.ts";

/** Mark of a schema of which only what the set of migrations itself made is known. */
export const restUnknown = "everything made before this set of migrations";

/** Whether what is absent from the schema is absent from the database. */
export function isComplete(schema: Schema | null): schema is Schema {
  return schema !== null && !schema.unmodelled.includes(restUnknown);
}

/** Printed type of a column and whether it is NOT NULL; null: unknown. */
export function findColumn(
  schema: Schema | null,
  table: string,
  column: string,
): { readonly type: string; readonly notNull: boolean } | null {
  const id = `column:${printName([...parseName(inPublic(table)), column])}`;
  const object = findObject(schema, id);
  return object === undefined ? null : { type: text(object, "type"), notNull: value(object, "notNull") === true };
}

export interface KnownConstraint {
  readonly name: string;
  readonly type: string;
  /** As `pg_get_constraintdef` prints it or as it was written. */
  readonly text: string;
  readonly columns: readonly string[];
  readonly isValidated: boolean;
}
export function constraintsOf(schema: Schema | null, table: string): readonly KnownConstraint[] {
  return partsOf(schema, "constraint", table).map((object) => ({
    name: text(object, "name"),
    type: text(object, "type"),
    text: text(object, "text"),
    columns: list(object, "columns"),
    isValidated: value(object, "validated") !== false,
  }));
}

export interface KnownIndex {
  readonly name: string;
  /** `CREATE INDEX …` */
  readonly text: string;
  readonly isUnique: boolean;
}
export function indexesOf(schema: Schema | null, table: string): readonly KnownIndex[] {
  return partsOf(schema, "index", table).map((object) => ({
    name: text(object, "name"),
    text: text(object, "text"),
    isUnique: value(object, "unique") === true,
  }));
}

/** Dotted name of the table that an index stands on; null: unknown. */
export function tableOfIndex(schema: Schema | null, index: string): string | null {
  const object = findObject(schema, `index:${inPublic(index)}`);
  return object === undefined ? null : printName([text(object, "schema"), text(object, "table")]);
}

function partsOf(schema: Schema | null, kind: string, table: string): readonly SchemaObject[] {
  return schema === null
    ? []
    : knownObjects(schema)
        .within(inPublic(table))
        .filter((object) => object.kind === kind && text(object, "table") !== "");
}

function findObject(schema: Schema | null, id: string): SchemaObject | undefined {
  return schema === null ? undefined : knownObjects(schema).find(id);
}

function ofKind(schema: Schema | null, kind: SchemaObject["kind"]): readonly SchemaObject[] {
  return schema === null ? [] : knownObjects(schema).ofKind(kind);
}

function value(object: SchemaObject, key: string): unknown {
  const { definition } = object;
  return typeof definition === "object" && definition !== null && !Array.isArray(definition)
    ? (definition as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
function text(object: SchemaObject, key: string): string {
  const found = value(object, key);
  return typeof found === "string" ? found : "";
}
function list(object: SchemaObject, key: string): readonly string[] {
  const found = value(object, key);
  return Array.isArray(found) ? found.filter((item): item is string => typeof item === "string") : [];
}

/** Whether row-level security is on. */
export function hasRowSecurity(schema: Schema | null, table: string): boolean {
  const object = findObject(schema, `table:${inPublic(table)}`);
  return object !== undefined && ["on", "forced"].includes(text(object, "rowSecurity"));
}

export function hasPolicy(schema: Schema | null, table: string): boolean {
  return partsOf(schema, "policy", table).length > 0;
}

/** Whether a sequence numbers the column by itself: an identity, or a default that takes the next number. */
export function isNumbered(schema: Schema | null, table: string, column: string): boolean {
  const id = `column:${printName([...parseName(inPublic(table)), column])}`;
  const object = findObject(schema, id);
  if (object === undefined) return false;
  const identity = value(object, "identity");
  return (identity !== null && identity !== undefined) || /\bnextval\s*\(/i.test(text(object, "default"));
}

export function isPartitioned(schema: Schema | null, table: string): boolean {
  const object = findObject(schema, `table:${inPublic(table)}`);
  return object !== undefined && text(object, "partitionBy") !== "";
}

/** Dotted name of the default partition of a partitioned table; null: it has none that is known. */
export function defaultPartitionOf(schema: Schema | null, table: string): string | null {
  const parent = `table:${inPublic(table)}`;
  const found = ofKind(schema, "table").find((object) => {
    const part = value(object, "partitionOf");
    return (
      typeof part === "object" && part !== null && "table" in part && part.table === parent && "bound" in part && part.bound === "DEFAULT"
    );
  });
  return found === undefined ? null : printName([text(found, "schema"), text(found, "name")]);
}

/** Commands (`select`, `all`, …) of the permissive policies of a table. */
export function permissiveCommands(schema: Schema | null, table: string): readonly string[] {
  return partsOf(schema, "policy", table)
    .filter((object) => value(object, "permissive") !== false)
    .map((object) => text(object, "command").toLowerCase());
}

/** How many other tables the table's schema has, where the rows of each of them are secured; null: those of some are not. */
export function securedTables(schema: Schema | null, table: string): number | null {
  const own = inPublic(table);
  const place = parseName(own)[0];
  let count = 0;
  for (const object of ofKind(schema, "table")) {
    if (text(object, "schema") !== place || object.id === `table:${own}`) continue;
    if (!["on", "forced"].includes(text(object, "rowSecurity"))) return null;
    count += 1;
  }
  return count;
}

/** False only where the whole schema is known and holds nothing of this kind and name. */
export function mayBeThere(schema: Schema | null, kind: string, name: string): boolean {
  if (!isComplete(schema)) return true;
  const wanted = inPublic(name);
  if (kind === "function") return ofKind(schema, kind).some(({ id }) => id.startsWith(`function:${wanted}(`));
  return (
    kind !== "view" ||
    knownObjects(schema)
      .within(wanted)
      .some((object) => object.kind === kind)
  );
}

const builtIn =
  /^(?:smallint|integer|bigint|real|double precision|numeric|boolean|text|character varying|character|bpchar|name|bytea|uuid|date|interval|inet|cidr|macaddr8?|json|jsonb|xml|oid|money|bit varying|bit|(?:timestamp|time) with(?:out)? time zone)$/;
/** Domains may stand on domains; nobody stacks more. */
const mostDomains = 8;

/** The server's own type below a printed one, without its length; null: a type of which nothing is known. */
export function baseTypeOf(schema: Schema | null, type: string): string | null {
  let name = type;
  for (let depth = 0; depth < mostDomains; depth += 1) {
    const bare = name.replace(/\(.*?\)/, "");
    if (builtIn.test(bare)) return bare;
    const domain = findObject(schema, `domain:${inPublic(name)}`);
    if (domain === undefined) return null;
    name = text(domain, "type");
  }
  return null;
}
