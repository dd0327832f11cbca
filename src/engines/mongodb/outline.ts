import type { JsonValue } from "../../model/json.ts";
import { printName } from "../../model/name.ts";
import type { Field, Outline, Reference } from "../../model/schema.ts";
import { type CollectionDefinition, type Document, type PathShape, type SampledShape } from "./schema.ts";
import { type PathPart, printPath } from "./path.ts";

/** Paths that a JSON Schema declares, parents before children, as in {@link Outline}. */
interface Declared {
  readonly path: readonly PathPart[];
  readonly schema: Document;
  /** In every document that has what holds it. */
  readonly required: boolean;
}

/**
 * The neutral face of a collection: what its validator declares, then what its sampled documents hold besides. Fields are paths (`address.city`, `items[].sku`).
 * `definition` null: a view.
 */
export function outlineOf(name: string, definition: CollectionDefinition | null, shape: SampledShape | null): Outline {
  const schema = jsonSchemaOf(definition?.validator ?? null);
  const declared = schema === null ? [] : declaredPaths(schema);
  const told = new Set(declared.map(({ path }) => printPath(path)));
  const sampled = Object.entries(shape?.paths ?? {}).filter(([path]) => !told.has(path) && !path.endsWith("[]"));
  const hasKey = definition !== null && definition.timeSeries === null;
  const isKeyTold = told.has("_id") || sampled.some(([path]) => path === "_id");
  const key: readonly Field[] = hasKey && !isKeyTold ? [{ name: "_id", type: "objectId", required: true }] : [];
  const fields = [
    ...key,
    ...declared.map((one) => fieldOf(one)),
    ...sampled.map(([path, found]) => ({ name: path, type: sampledType(found), required: found.documents === shape?.documents })),
  ];
  return {
    label: printName([name]),
    fields: [...fields.filter((field) => field.name === "_id"), ...fields.filter((field) => field.name !== "_id")],
    keys: hasKey ? [{ name: "_id_", kind: "primary", fields: ["_id"] }] : [],
    references: declared.flatMap((one) => referenceOf(one)),
    ...(declared.length === 0 && shape === null ? { fieldsAre: "unknown" as const } : {}),
    ...(typeof schema?.["description"] === "string" ? { comment: schema["description"] } : {}),
  };
}

/** The `$jsonSchema` of a validator, also where it stands in an `$and` beside others. */
export function jsonSchemaOf(validator: Document | null): Document | null {
  if (validator === null) return null;
  const own = validator["$jsonSchema"];
  if (isDocument(own)) return own;
  const parts = validator["$and"];
  if (!Array.isArray(parts)) return null;
  for (const part of parts as readonly JsonValue[]) {
    const inner = isDocument(part) ? jsonSchemaOf(part) : null;
    if (inner !== null) return inner;
  }
  return null;
}

export function declaredPaths(schema: Document, prefix: readonly PathPart[] = []): readonly Declared[] {
  const properties = isDocument(schema["properties"]) ? schema["properties"] : {};
  const required = new Set(Array.isArray(schema["required"]) ? (schema["required"] as readonly string[]) : []);
  // A name that is only required is declared too.
  const names = [...new Set([...Object.keys(properties), ...required])];
  return names.flatMap((name) => {
    const property = isDocument(properties[name]) ? properties[name] : {};
    const path = [...prefix, { name, arrays: 0 }];
    return [{ path, schema: property, required: required.has(name) }, ...declaredPaths(property, path), ...elementPaths(property, path)];
  });
}

function elementPaths(schema: Document, path: readonly PathPart[]): readonly Declared[] {
  const { items } = schema;
  if (!isDocument(items)) return [];
  const last = path.at(-1) ?? { name: "", arrays: 0 };
  const element = [...path.slice(0, -1), { ...last, arrays: last.arrays + 1 }];
  return [...declaredPaths(items, element), ...elementPaths(items, element)];
}

function fieldOf({ path, schema, required }: Declared): Field {
  const comment = typeof schema["description"] === "string" ? schema["description"] : undefined;
  return { name: printPath(path), type: printType(schema), required, ...(comment === undefined ? {} : { comment }) };
}

/** `string`, `int | null`, `array<object>`; of listed values their type; `any` where nothing is said. */
export function printType(schema: Document): string {
  const types = typesOf(schema);
  if (types.length === 0) return "any";
  return types.map((type) => (type === "array" && isDocument(schema["items"]) ? `array<${printType(schema["items"])}>` : type)).join(" | ");
}

const jsonTypes: Readonly<Record<string, string>> = {
  boolean: "bool",
  number: "number",
  string: "string",
  object: "object",
  array: "array",
  null: "null",
};

/** BSON types that a schema lets in, as `bsonType` names them; empty: any. */
export function typesOf(schema: Document): readonly string[] {
  const told = schema["bsonType"] ?? schema["type"];
  const list = typeof told === "string" ? [told] : Array.isArray(told) ? (told as readonly string[]) : [];
  if (list.length > 0) return list.map((type) => (schema["bsonType"] === undefined ? (jsonTypes[type] ?? type) : type));
  const values = schema["enum"];
  if (!Array.isArray(values)) return isDocument(schema["properties"]) ? ["object"] : isDocument(schema["items"]) ? ["array"] : [];
  return [...new Set((values as readonly JsonValue[]).map(typeOfValue))];
}

/** The BSON type of a value in relaxed Extended JSON. */
export function typeOfValue(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? (Math.abs(value) < 2 ** 31 ? "int" : "long") : "double";
  const [key = ""] = Object.keys(value);
  const wrapped: Readonly<Record<string, string>> = {
    $oid: "objectId",
    $date: "date",
    $numberLong: "long",
    $numberInt: "int",
    $numberDouble: "double",
    $numberDecimal: "decimal",
    $binary: "binData",
    $uuid: "binData",
    $timestamp: "timestamp",
    $regularExpression: "regex",
    $minKey: "minKey",
    $maxKey: "maxKey",
  };
  return wrapped[key] ?? "object";
}

function sampledType(shape: PathShape): string {
  return Object.keys(shape.types).toSorted().join(" | ");
}

/** A reference stands in the description: `references customers._id`. No server checks it, people and diagrams read it. */
function referenceOf({ path, schema }: Declared): readonly Reference[] {
  const match = /\breferences ((?:"(?:[^"]|"")+"|[\p{L}_$][\p{L}\p{N}_$]*))\.([\p{L}_$][\p{L}\p{N}_$.]*)/u.exec(
    String(schema["description"] ?? ""),
  );
  if (match === null) return [];
  const field = printPath(path);
  return [{ name: `${field} → ${match[1]}`, fields: [field], object: match[1] ?? "", targetFields: [match[2] ?? ""] }];
}

export function isDocument(value: JsonValue | undefined): value is Document {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
