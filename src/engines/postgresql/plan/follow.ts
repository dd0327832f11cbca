import type { JsonValue } from "../../../model/json.ts";
import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import { labelOf, partsOf } from "../objects/address.ts";
import { quoteName } from "../quote.ts";
import { renameChain, renameColumns, replaceColumns } from "./expression.ts";

export type Renames = Readonly<Record<string, string>>;

const children = new Set(["column", "constraint", "trigger", "policy"]);

/** Names without a kind become ids of what they name; ids pass. */
export function completeRenames(from: Schema, renames: Renames): Renames {
  const ids = new Set(from.objects.map((object) => object.id));
  const complete = Object.entries(renames).map(([before, after]): readonly [string, string] => {
    if (ids.has(before)) return [before, after.includes(":") ? after : `${before.slice(0, before.indexOf(":"))}:${after}`];
    const id = [...ids].find((candidate) => labelOf(candidate) === before && !/^(comment|grant):/.test(candidate));
    return id === undefined ? [before, after] : [id, `${id.slice(0, id.indexOf(":"))}:${after}`];
  });
  const own = Object.fromEntries(complete.filter(([before, after]) => before !== after && ids.has(before)));
  return { ...movedAlong(from, own), ...own };
}

/** Indexes and owned sequences go where their table goes. */
function movedAlong(from: Schema, renames: Renames): Renames {
  return Object.fromEntries(
    from.objects.flatMap((object): readonly (readonly [string, string])[] => {
      const owner = object.kind === "index" ? object.parent : object.kind === "sequence" ? ownerOf(object) : undefined;
      const moved = owner === undefined ? undefined : renames[owner];
      const [schema = "", name = ""] = partsOf(object.id);
      const next = moved === undefined ? schema : (partsOf(moved)[0] ?? schema);
      return next === schema ? [] : [[object.id, `${object.kind}:${printName([next, name])}`]];
    }),
  );
}

/** The table of the column that owns a sequence. */
export function ownerOf(sequence: SchemaObject): string | undefined {
  const { ownedBy } = sequence.definition as { readonly ownedBy?: string | null };
  return ownedBy === null || ownedBy === undefined ? undefined : `table:${printName(partsOf(ownedBy).slice(0, -1))}`;
}

/** The id that an object has after `renames`, its own or its table's. */
export function followId(id: string, renames: Renames): string {
  const direct = Object.hasOwn(renames, id) ? renames[id] : undefined;
  if (direct !== undefined) return direct;
  const kind = id.slice(0, id.indexOf(":"));
  if (kind === "comment") return `comment:${followId(labelOf(id), renames)}`;
  if (kind === "grant") {
    const inner = labelOf(id);
    const slash = inner.lastIndexOf("/");
    return `grant:${followId(inner.slice(0, slash), renames)}${inner.slice(slash)}`;
  }
  if (!children.has(kind)) return id;
  const parts = partsOf(id);
  const owner = ["table", "view", "materialized-view"]
    .map((word) => `${word}:${printName(parts.slice(0, -1))}`)
    .find((candidate) => Object.hasOwn(renames, candidate));
  const next = owner === undefined ? undefined : renames[owner];
  return next === undefined ? id : `${kind}:${printName([...partsOf(next), parts.at(-1) ?? ""])}`;
}

/** The schema as the server would show it after plain renames: dependents follow by themselves. Cost: linear, texts are read once per rename that touches them. */
export function followRenames(from: Schema, renames: Renames): Schema {
  const pairs = Object.entries(renames);
  if (pairs.length === 0) return from;
  const ids = new Set(from.objects.map((object) => object.id));
  return { ...from, objects: from.objects.map((object) => followObject(object, { renames, pairs, ids })) };
}

interface Following {
  readonly renames: Renames;
  readonly pairs: readonly (readonly [string, string])[];
  readonly ids: ReadonlySet<string>;
}

function followObject(object: SchemaObject, following: Following): SchemaObject {
  const { renames, ids } = following;
  const id = followId(object.id, renames);
  const text = textFollower(object, following);
  const mapped = mapStrings(object.definition, "", {
    text: (value) => (ids.has(value) ? followId(value, renames) : text(value)),
    column: columnFollower(object, renames),
  });
  const definition = id === object.id ? mapped : named(mapped, object.id, id);
  const parent = object.parent === undefined ? {} : { parent: followId(object.parent, renames) };
  return {
    ...object,
    id,
    ...parent,
    dependsOn: object.dependsOn.map((other) => followSchema(followId(other, renames), object.id, id)),
    ...(object.outline === undefined ? {} : { outline: followOutline(object, renames) }),
    definition: ownNames(definition, object, id, renames),
  };
}

/** What moved to another schema needs that one. */
function followSchema(dependency: string, before: string, after: string): string {
  const [old, next] = [`schema:${printName(partsOf(before).slice(0, 1))}`, `schema:${printName(partsOf(after).slice(0, 1))}`];
  return before !== after && old !== next && dependency === old ? next : dependency;
}

/** Puts the parts of a new id into the definition's own name fields. */
function named(definition: JsonValue, before: string, id: string): JsonValue {
  if (!isRecord(definition) || /^(comment|grant):/.test(id)) return definition;
  const parts = partsOf(id.replace(/\(.*$/s, ""));
  const old = partsOf(before.replace(/\(.*$/s, "")).at(-1) ?? "";
  const name = parts.at(-1) ?? "";
  const text = typeof definition["text"] === "string" ? { text: renameHead(definition["text"], old, name) } : {};
  return { ...definition, ...(Object.hasOwn(definition, "name") ? { name } : {}), ...text };
}

/** `CREATE INDEX old ON` and `CREATE TRIGGER old BEFORE` hold their own name. */
function renameHead(text: string, before: string, after: string): string {
  const head = /^(CREATE (?:UNIQUE |CONSTRAINT )?(?:INDEX|TRIGGER) )/.exec(text)?.[1];
  if (head === undefined || !text.startsWith(head + quoteName(before))) return text;
  return head + quoteName(after) + text.slice(head.length + quoteName(before).length);
}

function ownNames(definition: JsonValue, object: SchemaObject, id: string, renames: Renames): JsonValue {
  if (!isRecord(definition)) return definition;
  const parts = partsOf(id.replace(/\(.*$/s, ""));
  const owner = object.parent === undefined ? undefined : partsOf(followId(object.parent, renames));
  const hasTable = Object.hasOwn(definition, "table") && owner !== undefined;
  return {
    ...definition,
    ...(Object.hasOwn(definition, "schema") && !id.startsWith("extension:") ? { schema: parts[0] } : {}),
    ...(hasTable ? { schema: owner[0], table: owner[1] } : {}),
  };
}

function followOutline(object: SchemaObject, renames: Renames): NonNullable<SchemaObject["outline"]> {
  const outline = object.outline as NonNullable<SchemaObject["outline"]>;
  const columns = Object.fromEntries(
    outline.fields.map((field) => [
      field.name,
      partsOf(followId(`column:${outline.label}.${printName([field.name])}`, renames)).at(-1) ?? field.name,
    ]),
  );
  const rename = (name: string): string => columns[name] ?? name;
  return {
    ...outline,
    label: labelOf(followId(object.id, renames)),
    fields: outline.fields.map((field) => ({ ...field, name: rename(field.name) })),
    keys: outline.keys.map((key) => ({ ...key, fields: key.fields.map(rename) })),
    references: outline.references.map((reference) => ({ ...reference, fields: reference.fields.map(rename) })),
  };
}

/** How texts of one object change: chains (`public.orders`) everywhere, bare columns only where the object is about that table. */
function textFollower(object: SchemaObject, following: Following): (text: string) => string {
  const touching = following.pairs.filter(
    ([before]) =>
      object.id === before || object.parent === before || object.dependsOn.includes(before) || labelOf(object.id).includes(labelOf(before)),
  );
  const tables = following.pairs.filter(([before]) => !children.has(before.slice(0, before.indexOf(":"))));
  const columns = touching.filter(([before]) => before.startsWith("column:"));
  const relevant = [...columns, ...tables.filter(([before]) => touching.some(([other]) => other === before) || mentions(object, before))];
  if (relevant.length === 0) return (text) => text;
  const names = Object.fromEntries(columns.map(([before, after]) => [partsOf(before).at(-1) ?? "", partsOf(after).at(-1) ?? ""]));
  const inTable = Object.fromEntries(columns.map(([before]) => [partsOf(before).at(-1) ?? "", printName(partsOf(before).slice(0, -1))]));
  return (text) => {
    const chained = relevant.reduce((all, [before, after]) => followChain(all, partsOf(bare(before)), partsOf(bare(after))), text);
    if (columns.length === 0 || object.kind === "function") return chained;
    if (object.kind === "view" || object.kind === "materialized-view") return renameInQuery(chained, names);
    if (object.kind === "constraint" && text.includes("REFERENCES")) return renameInReference(chained, object, names, inTable);
    return renameColumns(chained, names);
  };
}

/** Names in the text, and names that a regclass constant holds (`nextval('public.s'::regclass)`). */
function followChain(text: string, before: readonly string[], after: readonly string[]): string {
  const printed = (parts: readonly string[]): string => `'${parts.map(quoteName).join(".").replaceAll("'", "''")}'::regclass`;
  return renameChain(text, before, after).replaceAll(printed(before), () => printed(after));
}

/** A foreign key has columns on both sides; only the side of the renamed table changes. */
function renameInReference(text: string, object: SchemaObject, names: Renames, inTable: Renames): string {
  const at = text.indexOf("REFERENCES");
  const own = printName(partsOf(object.parent ?? ""));
  const ofOwn = Object.fromEntries(Object.entries(names).filter(([name]) => inTable[name] === own));
  const ofOther = Object.fromEntries(Object.entries(names).filter(([name]) => inTable[name] !== own || text.slice(at).includes(own)));
  return renameColumns(text.slice(0, at), ofOwn) + renameColumns(text.slice(at), ofOther);
}

function renameInQuery(query: string, names: Renames): string {
  return replaceColumns(query, (name, qualifier, place) => {
    const next = Object.hasOwn(names, name) ? names[name] : undefined;
    if (next === undefined) return undefined;
    const column = qualifier === null ? quoteName(next) : `${quoteName(qualifier)}.${quoteName(next)}`;
    return place === "output" ? `${column} AS ${quoteName(name)}` : column;
  });
}

function mentions(object: SchemaObject, id: string): boolean {
  return JSON.stringify(object.definition).includes(partsOf(bare(id)).at(-1) ?? "\0");
}

function bare(id: string): string {
  return id.replace(/\(.*$/s, "");
}

interface Mapping {
  readonly text: (text: string) => string;
  readonly column: (name: string, path: string) => string;
}

function mapStrings(value: JsonValue, path: string, mapping: Mapping): JsonValue {
  if (typeof value === "string") {
    if (/(^|\.)columns$/.test(path)) return mapping.column(value, path);
    return /^(name|schema|table)$/.test(path) ? value : mapping.text(value);
  }
  if (Array.isArray(value)) return value.map((item: JsonValue) => mapStrings(item, path, mapping));
  if (!isRecord(value)) return value;
  const under = (key: string): string => (path === "" ? key : `${path}.${key}`);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? item : mapStrings(item, under(key), mapping)]),
  );
}

/** Bare column names: of a constraint its own table's and those of the table it refers to; the outputs of a view keep their names. */
function columnFollower(object: SchemaObject, renames: Renames): (name: string, path: string) => string {
  const definition = object.definition;
  if (object.kind !== "constraint" || object.parent === undefined || !isRecord(definition)) return (name) => name;
  const references = definition["references"];
  const other = isRecord(references) && typeof references["table"] === "string" ? references["table"] : "";
  return (name, path) => {
    const table = path === "columns" ? (object.parent ?? "") : other;
    const next = renames[`column:${printName([...partsOf(table), name])}`];
    return next === undefined ? name : (partsOf(next).at(-1) ?? name);
  };
}

function isRecord(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
