import type { JsonValue } from "../../model/json.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { outlineOf } from "./outline.ts";
import {
  accountId,
  type CollectionDefinition,
  collectionId,
  type Document,
  type IndexDefinition,
  indexId,
  type KeyPart,
  type RoleDefinition,
  type RoleGrant,
  type SampledShape,
  type TimeSeriesDefinition,
  type UserDefinition,
  type ViewDefinition,
  viewId,
} from "./schema.ts";

/** What a server answers, as relaxed Extended JSON, unnormalised. */
export interface RawSchema {
  /** Name of the database. */
  readonly database: string;
  /** Answers of `listCollections`. */
  readonly collections: readonly Document[];
  /** Answers of `listIndexes` by collection. */
  readonly indexes: Readonly<Record<string, readonly Document[]>>;
  readonly users: readonly Document[];
  readonly roles: readonly Document[];
  readonly shapes: Readonly<Record<string, SampledShape>>;
  readonly unmodelled: readonly string[];
}

/** Stands for the database at hand, in definitions and in commands, where the server wants a name. */
export const atHand = ".";

/** Where a running job keeps how far it is; made and removed by jobs, no part of anybody's schema. */
export const jobCollection = "dblead_jobs";

export function schemaOf(raw: RawSchema, version: string): Schema {
  const objects: SchemaObject[] = [];
  for (const answer of raw.collections.toSorted((a, b) => (String(a["name"]) < String(b["name"]) ? -1 : 1))) {
    const name = String(answer["name"]);
    if (isOwn(name)) continue;
    if (answer["type"] === "view") objects.push(viewObject(name, asDocument(answer["options"]), raw.shapes[name] ?? null));
    else objects.push(...collectionObjects(name, asDocument(answer["options"]), raw));
  }
  objects.push(...raw.roles.map((role) => roleObject(role, raw.database)), ...raw.users.map((user) => userObject(user, raw.database)));
  return { engine: "mongodb", version, objects: objects.map(withoutUnknown(objects)), unmodelled: raw.unmodelled };
}

/** The server's own collections, and ours. */
export function isOwn(name: string): boolean {
  return name.startsWith("system.") || name === jobCollection;
}

/** A view may stand on something that is not there. */
function withoutUnknown(objects: readonly SchemaObject[]): (object: SchemaObject) => SchemaObject {
  const known = new Set(objects.map((object) => object.id));
  return (object) => ({ ...object, dependsOn: object.dependsOn.flatMap((id) => resolve(id, known)) });
}
function resolve(id: string, known: ReadonlySet<string>): readonly string[] {
  if (known.has(id)) return [id];
  const other = id.startsWith("collection:") ? id.replace("collection:", "view:") : id;
  return known.has(other) ? [other] : [];
}

export function collectionObjects(name: string, options: Document, raw: Pick<RawSchema, "indexes" | "shapes">): readonly SchemaObject[] {
  const definition = collectionDefinition(name, options);
  const shape = raw.shapes[name] ?? null;
  const collection: SchemaObject = {
    id: collectionId(name),
    kind: "collection",
    dependsOn: [],
    outline: outlineOf(name, definition, shape),
    definition,
    ...(shape === null ? {} : { aside: shape }),
  };
  const indexes = (raw.indexes[name] ?? []).flatMap((answer): readonly SchemaObject[] => {
    if (answer["clustered"] === true || (answer["name"] === "_id_" && definition.timeSeries === null)) return [];
    return [indexObject(indexDefinition(name, answer, definition.collation))];
  });
  const keys = indexes.flatMap((object) => {
    const index = object.definition as IndexDefinition;
    return index.unique ? [{ name: index.name, kind: "unique" as const, fields: index.key.map((part) => part.path) }] : [];
  });
  const outline = collection.outline;
  return [outline === undefined ? collection : { ...collection, outline: { ...outline, keys: [...outline.keys, ...keys] } }, ...indexes];
}

export function indexObject(index: IndexDefinition): SchemaObject {
  const parent = collectionId(index.collection);
  return { id: indexId(index.collection, index.name), kind: "index", parent, dependsOn: [parent], definition: index };
}

/** `options` as `create` takes and `listCollections` gives them. */
export function collectionDefinition(name: string, options: Document): CollectionDefinition {
  const validator = emptyToNull(options["validator"]);
  const clustered = options["clusteredIndex"];
  const images = asDocument(options["changeStreamPreAndPostImages"]);
  const isCapped = options["capped"] === true;
  return {
    name,
    validator,
    level: validator === null ? "strict" : ((options["validationLevel"] ?? "strict") as CollectionDefinition["level"]),
    action: validator === null ? "error" : ((options["validationAction"] ?? "error") as CollectionDefinition["action"]),
    // The server rounds up to a multiple of 256. https://www.mongodb.com/docs/manual/core/capped-collections/
    capped: isCapped ? { sizeBytes: Math.ceil(Number(options["size"] ?? 0) / 256) * 256, documents: limitOf(options["max"]) } : null,
    clustered: clustered === undefined ? null : String(asDocument(clustered)["name"] ?? "_id_"),
    timeSeries: options["timeseries"] === undefined ? null : timeSeriesOf(asDocument(options["timeseries"])),
    expireAfterSeconds: numberOf(options["expireAfterSeconds"]),
    collation: collationOf(options["collation"]),
    preImages: images["enabled"] === true,
    storageEngine: emptyToNull(options["storageEngine"]),
  };
}

const spans: Readonly<Record<string, number>> = { seconds: 3600, minutes: 86_400, hours: 2_592_000 };

function timeSeriesOf(options: Document): TimeSeriesDefinition {
  const granularity = typeof options["granularity"] === "string" ? options["granularity"] : null;
  const [span, rounding] = [numberOf(options["bucketMaxSpanSeconds"]), numberOf(options["bucketRoundingSeconds"])];
  const isCustom = rounding !== null && granularity === null;
  const named = granularity ?? (isCustom ? null : (Object.keys(spans).find((name) => spans[name] === span) ?? "seconds"));
  return {
    timeField: String(options["timeField"]),
    metaField: typeof options["metaField"] === "string" ? options["metaField"] : null,
    granularity: named,
    bucketMaxSpanSeconds: isCustom ? span : null,
    bucketRoundingSeconds: isCustom ? rounding : null,
  };
}

/** Options of a collation that are the usual ones, as the server fills them in. https://www.mongodb.com/docs/manual/reference/collation/ */
const usualCollation: Document = {
  caseLevel: false,
  caseFirst: "off",
  strength: 3,
  numericOrdering: false,
  alternate: "non-ignorable",
  maxVariable: "punct",
  normalization: false,
  backwards: false,
};

/** Only what differs from the usual; `simple` is none. */
export function collationOf(value: JsonValue | undefined): Document | null {
  const given = asDocument(value);
  const { version: _version, locale, ...rest } = given;
  if (typeof locale !== "string" || locale === "simple") return null;
  const told = Object.entries(rest).filter(([key, option]) => usualCollation[key] !== option);
  return { locale, ...Object.fromEntries(told.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

const usualIndexOptions: Document = {
  v: 2,
  textIndexVersion: 3,
  "2dsphereIndexVersion": 3,
  default_language: "english",
  language_override: "language",
  bits: 26,
  min: -180,
  max: 180,
  background: false,
};
const modelledIndexOptions = new Set(
  "key name unique sparse hidden expireAfterSeconds partialFilterExpression collation wildcardProjection ns background clustered prepareUnique weights".split(
    " ",
  ),
);

/** `answer` as `createIndexes` takes and `listIndexes` gives it. */
export function indexDefinition(collection: string, answer: Document, inherited: Document | null): IndexDefinition {
  const key = keyOf(asDocument(answer["key"]), asDocument(answer["weights"]));
  const own = collationOf(answer["collation"]);
  const isSimple = inherited !== null && own === null;
  const weights = Object.entries(asDocument(answer["weights"])).filter(([, weight]) => weight !== 1);
  const others = Object.entries(answer).filter(([name, value]) => !modelledIndexOptions.has(name) && usualIndexOptions[name] !== value);
  const isSame = JSON.stringify(own) === JSON.stringify(inherited);
  return {
    name: String(answer["name"] ?? indexName(key)),
    collection,
    key,
    unique: answer["unique"] === true,
    sparse: answer["sparse"] === true,
    hidden: answer["hidden"] === true,
    expireAfterSeconds: numberOf(answer["expireAfterSeconds"]),
    partialFilter: emptyToNull(answer["partialFilterExpression"]),
    collation: isSame ? null : isSimple && answer["collation"] === undefined ? { locale: "simple" } : own,
    wildcardProjection: emptyToNull(answer["wildcardProjection"]),
    options: Object.fromEntries([...(weights.length === 0 ? [] : [["weights", Object.fromEntries(weights)] as const]), ...others]),
  };
}

/** The name that drivers give. */
export function indexName(key: readonly KeyPart[]): string {
  return key.map((part) => `${part.path}_${part.order}`).join("_");
}

function keyOf(key: Document, weights: Document): readonly KeyPart[] {
  return Object.entries(key).flatMap(([path, order]): readonly KeyPart[] => {
    if (path === "_ftsx") return [];
    if (path === "_fts")
      return Object.keys(weights)
        .toSorted()
        .map((name) => ({ path: name, order: "text" }));
    return [{ path, order: typeof order === "number" ? order : String(order) }];
  });
}

function viewObject(name: string, options: Document, shape: SampledShape | null): SchemaObject {
  const pipeline = Array.isArray(options["pipeline"]) ? (options["pipeline"] as readonly Document[]) : [];
  const definition: ViewDefinition = { name, on: String(options["viewOn"]), pipeline, collation: collationOf(options["collation"]) };
  return {
    id: viewId(name),
    kind: "view",
    dependsOn: [...new Set([definition.on, ...collectionsIn(pipeline)])].map(collectionId),
    outline: outlineOf(name, null, shape),
    definition,
    ...(shape === null ? {} : { aside: shape }),
  };
}

/** Collections that stages read besides their own. */
export function collectionsIn(pipeline: JsonValue): readonly string[] {
  if (Array.isArray(pipeline)) return pipeline.flatMap((item: JsonValue) => collectionsIn(item));
  if (pipeline === null || typeof pipeline !== "object") return [];
  return Object.entries(pipeline as Document).flatMap(([key, value]) => {
    const from = key === "$unionWith" && typeof value === "string" ? [value] : [];
    const named = ["$lookup", "$graphLookup", "$unionWith"].includes(key)
      ? asDocument(value)[key === "$unionWith" ? "coll" : "from"]
      : undefined;
    return [...from, ...(typeof named === "string" ? [named] : []), ...collectionsIn(value)];
  });
}

function grantsOf(value: JsonValue | undefined): readonly RoleGrant[] {
  const grants = Array.isArray(value) ? (value as readonly Document[]) : [];
  return grants
    .map((grant) => ({ role: String(grant["role"]), db: String(grant["db"]) }))
    .toSorted((a, b) => (`${a.db}.${a.role}` < `${b.db}.${b.role}` ? -1 : 1));
}

function roleObject(answer: Document, home: string): SchemaObject {
  const db = String(answer["db"]);
  const privileges = (Array.isArray(answer["privileges"]) ? (answer["privileges"] as readonly Document[]) : []).map((privilege) => ({
    resource: resourceOf(asDocument(privilege["resource"]), home),
    actions: [...(privilege["actions"] as readonly string[])].toSorted(),
  }));
  const name = String(answer["role"]);
  const restrictions = listOf(answer["authenticationRestrictions"]);
  const definition: RoleDefinition = {
    name,
    db: db === home ? atHand : db,
    privileges,
    roles: homeless(grantsOf(answer["roles"]), home),
    restrictions,
  };
  return { id: accountId("role", db, name, home), kind: "role", dependsOn: rolesIn(answer["roles"], home), definition };
}

function userObject(answer: Document, home: string): SchemaObject {
  const db = String(answer["db"]);
  const name = String(answer["user"]);
  const definition: UserDefinition = {
    name,
    db: db === home ? atHand : db,
    roles: homeless(grantsOf(answer["roles"]), home),
    mechanisms: [...((answer["mechanisms"] as readonly string[] | undefined) ?? [])].toSorted(),
    restrictions: listOf(answer["authenticationRestrictions"]),
    customData: emptyToNull(answer["customData"]),
  };
  return { id: accountId("user", db, name, home), kind: "user", dependsOn: rolesIn(answer["roles"], home), definition };
}

function resourceOf(resource: Document, home: string): Document {
  return resource["db"] === home ? { ...resource, db: atHand } : resource;
}

/** The database's own name is not part of its schema: a copy of it has another. */
function homeless(grants: readonly RoleGrant[], home: string): readonly RoleGrant[] {
  return grants.map((grant) => (grant.db === home ? { ...grant, db: atHand } : grant));
}
function rolesIn(value: JsonValue | undefined, home: string): readonly string[] {
  return grantsOf(value).map((grant) => accountId("role", grant.db, grant.role, home));
}

export function asDocument(value: JsonValue | undefined): Document {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Document) : {};
}
function listOf(value: JsonValue | undefined): readonly Document[] {
  return Array.isArray(value) ? (value as readonly Document[]) : [];
}
function emptyToNull(value: JsonValue | undefined): Document | null {
  const document = asDocument(value);
  return Object.keys(document).length === 0 ? null : document;
}
/** No limit is the largest one. */
function limitOf(value: JsonValue | undefined): number | null {
  const limit = numberOf(value);
  return limit === null || limit <= 0 || limit >= 2 ** 31 - 1 ? null : limit;
}
/** Plain, or as Extended JSON prints what is too large for one. */
function numberOf(value: JsonValue | undefined): number | null {
  if (typeof value === "number") return value;
  const long = asDocument(value)["$numberLong"];
  return typeof long === "string" ? Number(long) : null;
}
