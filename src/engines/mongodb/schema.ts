import type { JsonValue } from "../../model/json.ts";
import { printName } from "../../model/name.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";

/** A document as relaxed Extended JSON (https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/): what JSON cannot say is `{ "$oid": … }`, `{ "$date": … }`. */
export type Document = { readonly [key: string]: JsonValue };

/**
 * What makes two objects of a database equal, per kind. Ids: `collection:orders`, `view:recent`, `index:orders.mail_1`, `user:app`, `role:reader`;
 * users and roles of another database carry its name (`user:admin.app`). What the server fills in by itself (versions of indexes, uuids) is left out;
 * an option that is not set is null, never absent. The order of keys counts in index keys, sorts and pipelines, so those are lists.
 */
export type CollectionDefinition = {
  readonly name: string;
  /** As the server keeps it: a query expression, mostly `{ "$jsonSchema": … }`. Null: none. */
  readonly validator: Document | null;
  readonly level: ValidationLevel;
  readonly action: ValidationAction;
  readonly capped: { readonly sizeBytes: number; readonly documents: number | null } | null;
  /** Clustered by `_id`; the name of the clustering. */
  readonly clustered: string | null;
  readonly timeSeries: TimeSeriesDefinition | null;
  /** Of a time-series or clustered collection; TTL of others stands in an index. */
  readonly expireAfterSeconds: number | null;
  readonly collation: Document | null;
  /** `changeStreamPreAndPostImages`. */
  readonly preImages: boolean;
  readonly storageEngine: Document | null;
};
export type ValidationLevel = "off" | "moderate" | "strict";
export type ValidationAction = "warn" | "error";
export type TimeSeriesDefinition = {
  readonly timeField: string;
  readonly metaField: string | null;
  /** Null: the two custom seconds are set. */
  readonly granularity: string | null;
  readonly bucketMaxSpanSeconds: number | null;
  readonly bucketRoundingSeconds: number | null;
};
export type ViewDefinition = {
  readonly name: string;
  readonly on: string;
  readonly pipeline: readonly Document[];
  readonly collation: Document | null;
};
/** `1`, `-1`, `text`, `2dsphere`, `2d`, `hashed`, and what later servers know. */
export type KeyPart = { readonly path: string; readonly order: number | string };
export type IndexDefinition = {
  readonly name: string;
  readonly collection: string;
  /** Of a text index: its text paths as `text`, in the order of their names. */
  readonly key: readonly KeyPart[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly hidden: boolean;
  readonly expireAfterSeconds: number | null;
  readonly partialFilter: Document | null;
  /** Null: the collection's own, or simple where it has none. */
  readonly collation: Document | null;
  readonly wildcardProjection: Document | null;
  /** `weights default_language language_override textIndexVersion`, `2dsphereIndexVersion`, `bits min max`, `storageEngine`… where they are not the usual ones. */
  readonly options: Document;
};
export type RoleGrant = { readonly role: string; readonly db: string };
export type UserDefinition = {
  readonly name: string;
  readonly db: string;
  readonly roles: readonly RoleGrant[];
  readonly mechanisms: readonly string[];
  readonly restrictions: readonly Document[];
  readonly customData: Document | null;
};
export type RoleDefinition = {
  readonly name: string;
  readonly db: string;
  readonly privileges: readonly { readonly resource: Document; readonly actions: readonly string[] }[];
  readonly roles: readonly RoleGrant[];
  readonly restrictions: readonly Document[];
};

/**
 * What documents of a collection look like, from a bounded sample; it is `aside` of a collection or view and never compared. Holds counts and lengths, no value.
 * Paths are dotted, a name that needs it in double quotes as in `printName`, and `[]` stands for the elements of an array (`items[].sku`).
 */
export type SampledShape = {
  readonly documents: number;
  /** Documents of the collection by its own counter. */
  readonly estimated: number;
  readonly bytes: { readonly average: number; readonly largest: number };
  /** Whether every document was read: then counts are exact. */
  readonly isWhole: boolean;
  readonly paths: { readonly [path: string]: PathShape };
};
export type PathShape = {
  /** Sampled documents in which the path occurs. */
  readonly documents: number;
  /** Occurrences by BSON type (`string`, `int`, `long`, `double`, `objectId`, `date`, `null`, `array`, `object`…, as `$type` names them). */
  readonly types: { readonly [type: string]: number };
  /** Lengths of the arrays at this path. */
  readonly lengths: { readonly least: number; readonly most: number; readonly average: number } | null;
  /** Lengths of the strings at this path, in characters. */
  readonly characters: { readonly least: number; readonly most: number } | null;
  /** Different values, estimated from their hashes; of documents and arrays not counted: 0. */
  readonly distinct: number;
};

export function collectionId(name: string): string {
  return `collection:${printName([name])}`;
}
export function viewId(name: string): string {
  return `view:${printName([name])}`;
}
export function indexId(collection: string, name: string): string {
  return `index:${printName([collection, name])}`;
}
export function accountId(kind: "user" | "role", db: string, name: string, home: string): string {
  return `${kind}:${printName(db === home ? [name] : [db, name])}`;
}

export function collectionOf(object: SchemaObject): CollectionDefinition {
  return object.definition as CollectionDefinition;
}
export function viewOf(object: SchemaObject): ViewDefinition {
  return object.definition as ViewDefinition;
}
export function indexOf(object: SchemaObject): IndexDefinition {
  return object.definition as IndexDefinition;
}
export function userOf(object: SchemaObject): UserDefinition {
  return object.definition as UserDefinition;
}
export function roleOf(object: SchemaObject): RoleDefinition {
  return object.definition as RoleDefinition;
}
export function shapeOf(object: SchemaObject): SampledShape | null {
  return (object.aside as SampledShape | undefined) ?? null;
}
export function findCollection(schema: Schema, name: string): SchemaObject | undefined {
  const id = collectionId(name);
  return schema.objects.find((object) => object.id === id);
}
export function indexesOf(schema: Schema, collection: string): readonly SchemaObject[] {
  return schema.objects.filter((object) => object.kind === "index" && indexOf(object).collection === collection);
}
