import type { JsonValue } from "../../../model/json.ts";
import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { labelOf, partsOf } from "../objects/address.ts";
import { ownNotNullName } from "../objects/column-text.ts";
import { define } from "../objects/draft.ts";
import { quoteName } from "../quote.ts";
import { hasNamedNotNull, notNullName } from "./not-null.ts";
import { renameChain, renameColumns, renameQualifier, replaceColumns } from "./expression.ts";

export type Renames = Readonly<Record<string, string>>;

const children = new Set(["column", "constraint", "trigger", "policy"]);

/** Names without a kind become ids of what they name; ids pass. */
export function completeRenames(from: Schema, renames: Renames): Renames {
  if (Object.keys(renames).length === 0) return {};
  const ids = new Set(from.objects.map((object) => object.id));
  const complete = Object.entries(renames).map(([before, after]): readonly [string, string] => {
    if (ids.has(before)) return [before, after.includes(":") ? after : `${before.slice(0, before.indexOf(":"))}:${after}`];
    const id = [...ids].find((candidate) => labelOf(candidate) === before && !/^(comment|grant):/.test(candidate));
    return id === undefined ? [before, after] : [id, `${id.slice(0, id.indexOf(":"))}:${after}`];
  });
  const own = Object.fromEntries(complete.filter(([before, after]) => before !== after && ids.has(before)));
  return { ...movedAlong(from, own), ...own };
}

/** Everything that stands in a renamed schema moves with it. Cost: linear. */
export function movedSchemas(from: Schema, renames: Renames): Renames {
  const schemas = Object.entries(renames).filter(([id]) => id.startsWith("schema:"));
  if (schemas.length === 0) return {};
  const inside = from.objects.flatMap((object): readonly (readonly [string, string])[] => {
    if (children.has(object.kind) || /^(?:schema|comment|grant)$/.test(object.kind)) return [];
    const head = schemas.find(([before]) => object.id.startsWith(`${object.kind}:${labelOf(before)}.`));
    if (head === undefined) return [];
    const rest = object.id.slice(object.kind.length + 1 + labelOf(head[0]).length);
    const [name = "", ...types] = rest.split("(");
    return [
      [object.id, `${object.kind}:${labelOf(head[1])}${[name, ...types.map((type) => qualifyAnew(type, schemas, () => true))].join("(")}`],
    ];
  });
  return Object.fromEntries([...schemas, ...inside]);
}

/** Puts the new schema before names that stood in the old one; `isMember` tells them from columns of an alias that is spelt like the schema. */
function qualifyAnew(text: string, schemas: readonly (readonly [string, string])[], isMember: Following["isMember"]): string {
  return schemas.reduce((all, [before, after]) => {
    const [old, next] = [partsOf(before)[0] ?? "", partsOf(after)[0] ?? ""];
    const moved = renameQualifier(all, old, next, (name, place) => isMember(before, name, place));
    return moved.replaceAll(`'${quoteName(old).replaceAll("'", "''")}.`, (found, at: number) =>
      /^(?:[^']|'')*'::regclass/.test(moved.slice(at + 1)) ? `'${quoteName(next).replaceAll("'", "''")}.` : found,
    );
  }, text);
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
  if (kind === "publication-member") return followMember(id, renames);
  if (!children.has(kind)) return id.includes("(") ? followSignature(id, renames) : id;
  const parts = partsOf(id);
  const owner = ["table", "view", "materialized-view"]
    .map((word) => `${word}:${printName(parts.slice(0, -1))}`)
    .find((candidate) => Object.hasOwn(renames, candidate));
  const next = owner === undefined ? undefined : renames[owner];
  return next === undefined ? id : `${kind}:${printName([...partsOf(next), parts.at(-1) ?? ""])}`;
}

/** A table, or a schema, that a publication names. */
function followMember(id: string, renames: Renames): string {
  const [publication = "", ...place] = partsOf(id);
  const next = [`table:${printName(place)}`, `schema:${printName(place)}`].find((one) => Object.hasOwn(renames, one));
  return next === undefined ? id : `publication-member:${printName([publication, ...partsOf(renames[next] ?? "")])}`;
}

/** Types in the signature of a function go by their new names. */
function followSignature(id: string, renames: Renames): string {
  const at = id.indexOf("(");
  const types = id.slice(at);
  if (!/[.\w"]\.[\w"]/.test(types)) return id;
  const pairs = Object.entries(renames).filter(([before]) =>
    /^(?:enum|domain|table|view|materialized-view|composite|range|type):/.test(before),
  );
  return id.slice(0, at) + pairs.reduce((text, [before, after]) => renameChain(text, partsOf(before), partsOf(after)), types);
}

/** The schema as the server would show it after plain renames: dependents follow by themselves. Cost: linear, texts are read once per rename that touches them. */
export function followRenames(from: Schema, renames: Renames): Schema {
  const pairs = Object.entries(renames);
  if (pairs.length === 0) return from;
  const ids = new Set(from.objects.map((object) => object.id));
  const schemas = pairs.filter(([id]) => id.startsWith("schema:"));
  const following = { renames, pairs, ids, version: from.version, schemas, isMember: memberTest(from, schemas) };
  const isTouched = touchTest(pairs, schemas);
  return { ...from, objects: from.objects.map((object) => (isTouched(object) ? followObject(object, following) : object)) };
}

interface Following {
  readonly renames: Renames;
  readonly pairs: readonly (readonly [string, string])[];
  readonly ids: ReadonlySet<string>;
  readonly version: string;
  /** Renamed schemas, and whether a name stands in one of them. */
  readonly schemas: readonly (readonly [string, string])[];
  readonly isMember: (schema: string, name: string, place: "type" | "other") => boolean;
}

/** Whether an object can speak of something renamed at all; the others, most of a large schema, stay as they are. */
function touchTest(pairs: Following["pairs"], schemas: Following["schemas"]): (object: SchemaObject) => boolean {
  const heads = schemas.length > 0 ? schemas : pairs;
  const names = [...new Set(heads.map(([before]) => JSON.stringify(partsOf(bare(before)).at(-1) ?? "").slice(1, -1)))];
  if (names.length > 200) return () => true;
  const mentioned = new RegExp(names.map((name) => name.replaceAll(/[$.*+?()[\]{}|^\\/]/g, "\\$&")).join("|"), "u");
  return (object) =>
    mentioned.test(`${object.id} ${object.parent ?? ""} ${object.dependsOn.join(" ")}`) ||
    mentioned.test(JSON.stringify(object.definition));
}

/** Names of what stands in renamed schemas. */
function memberTest(from: Schema, schemas: readonly (readonly [string, string])[]): Following["isMember"] {
  const [names, types] = [new Set<string>(), new Set<string>()];
  for (const object of schemas.length === 0 ? [] : from.objects) {
    if (children.has(object.kind) || /^(?:schema|comment|grant)$/.test(object.kind)) continue;
    const isType = /^(?:enum|domain|composite-type|range-type|base-type|collation)$/.test(object.kind);
    (isType ? types : names).add(printName(partsOf(bare(object.id)).slice(0, 2)));
  }
  return (schema, name, place) => {
    const full = printName([...partsOf(schema), name]);
    return names.has(full) || (types.has(full) && place === "type");
  };
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
    definition: keepRuleName(ownNames(definition, object, id, renames), object, following.version),
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
  if (object.kind === "publication-member") return { ...definition, schema: parts[1] ?? "", table: parts[2] ?? null };
  const owner = object.parent === undefined ? undefined : partsOf(followId(object.parent, renames));
  const hasTable = Object.hasOwn(definition, "table") && owner !== undefined;
  return {
    ...definition,
    ...(Object.hasOwn(definition, "schema") ? { schema: id.startsWith("extension:") ? hostOf(definition, renames) : parts[0] } : {}),
    ...(hasTable ? { schema: owner[0], table: owner[1] } : {}),
  };
}

/** A NOT NULL keeps its name when its column or table gets another one (version 18); a number that the server put behind it says nothing. */
function keepRuleName(definition: JsonValue, object: SchemaObject, version: string): JsonValue {
  if (object.kind !== "column" || !hasNamedNotNull(version)) return definition;
  const [before, after] = [define<ColumnDefinition>(object), define<ColumnDefinition>({ ...object, definition })];
  if (!before.notNull || before.inherited) return definition;
  const name = notNullName(before);
  const isNamed = name.replace(/(_not_null)\d+$/, "$1") !== ownNotNullName(after.table, after.name);
  const rule = {
    name: isNamed ? name : null,
    validated: before.notNullRule?.validated ?? true,
    inherits: before.notNullRule?.inherits ?? true,
  };
  const isPlain = rule.name === null && rule.validated && rule.inherits;
  return { ...(definition as { readonly [key: string]: JsonValue }), notNullRule: isPlain ? null : rule };
}

/** The schema of an extension, which is no part of its id. */
function hostOf(definition: { readonly [key: string]: JsonValue | undefined }, renames: Renames): JsonValue {
  const { schema } = definition;
  const next = typeof schema === "string" ? renames[`schema:${printName([schema])}`] : undefined;
  return next === undefined ? (schema ?? null) : (partsOf(next)[0] ?? null);
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
  if (following.schemas.length > 0) {
    // In a query `app.mood` may be a field of an alias; everywhere else it is the type.
    const inQuery = /^(?:view|materialized-view|policy|rule)$/.test(object.kind);
    return (text) =>
      qualifyAnew(text, following.schemas, (schema, name, place) => following.isMember(schema, name, inQuery ? place : "type"));
  }
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
    const chained = relevant.reduce(
      (all, [before, after]) =>
        followQualifier(followChain(all, partsOf(bare(before)), partsOf(bare(after))), before, after, following.ids),
      text,
    );
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

/** Where columns stand behind the name of their relation (`customers.id`), that follows too, unless a schema is spelt like it. */
function followQualifier(text: string, before: string, after: string, ids: ReadonlySet<string>): string {
  const [old, next] = [partsOf(bare(before)).at(-1) ?? "", partsOf(bare(after)).at(-1) ?? ""];
  if (!/^(?:table|view|materialized-view):/.test(before) || old === next || ids.has(`schema:${printName([old])}`)) return text;
  return renameQualifier(text, old, next, () => true);
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
  if (object.kind === "publication-member")
    return (name) => {
      const next = renames[`column:${printName([...partsOf(object.id).slice(1), name])}`];
      return next === undefined ? name : (partsOf(next).at(-1) ?? name);
    };
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
