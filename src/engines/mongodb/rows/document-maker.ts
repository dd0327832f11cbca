import type { JsonValue } from "../../../model/json.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { schemaImplies } from "../json-schema.ts";
import { isDocument, jsonSchemaOf, typesOf } from "../outline.ts";
import { parsePath, type PathPart } from "../path.ts";
import { collectionOf, type Document, type SampledShape, shapeOf } from "../schema.ts";

/** Makes documents of a collection; the same number makes the same document. Numbers from {@link ownNumbers} on are not used for filling. */
export interface DocumentMaker {
  readonly schema: Document;
  make(index: number): Document;
}
export const ownNumbers = 1_000_000;

/** `fit`: a validator that documents should pass too, as far as it speaks of the same fields. */
export function makerFor(object: SchemaObject, fit: Document | null): DocumentMaker {
  const collection = collectionOf(object);
  const shape = shapeOf(object);
  const declared = jsonSchemaOf(collection.validator) ?? {};
  const sampled = shape === null ? {} : schemaOfShape(shape);
  const fitting = jsonSchemaOf(fit);
  const merged = merge(sampled, fitting === null ? declared : narrow(declared, fitting));
  const { timeSeries } = collection;
  const schema =
    timeSeries === null
      ? merged
      : merge(merged, { required: [timeSeries.timeField], properties: { [timeSeries.timeField]: { bsonType: "date" } } });
  return {
    schema,
    make: (index) => {
      const made = makeValue({ bsonType: "object", ...schema }, "document", index) as Document;
      return made["_id"] === undefined ? { _id: keyOf(index), ...made } : made;
    },
  };
}

function keyOf(index: number): JsonValue {
  return { $oid: index.toString(16).padStart(24, "0") };
}

/** Where both speak of a field, the narrower one counts if it is narrower indeed. */
function narrow(declared: Document, fitting: Document): Document {
  const [own, other] = [propertiesOf(declared), propertiesOf(fitting)];
  const properties = Object.entries(own).map(([name, property]) => {
    const wanted = other[name];
    if (!isDocument(property) || !isDocument(wanted)) return [name, property] as const;
    return [name, schemaImplies(wanted, property) ? wanted : narrow(property, wanted)] as const;
  });
  const required = [...new Set([...requiredOf(declared), ...requiredOf(fitting).filter((name) => own[name] !== undefined)])];
  return {
    ...declared,
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(required.length === 0 ? {} : { required }),
  };
}

function merge(a: Document, b: Document): Document {
  const [left, right] = [propertiesOf(a), propertiesOf(b)];
  const isClosed = b["additionalProperties"] === false;
  const names = [...new Set([...Object.keys(right), ...(isClosed ? [] : Object.keys(left))])];
  const properties = names.map((name) => {
    const [one, other] = [left[name], right[name]];
    if (isDocument(one) && isDocument(other)) return [name, merge(one, other)] as const;
    return [name, other ?? one ?? {}] as const;
  });
  const required = [...new Set([...requiredOf(b), ...requiredOf(a).filter((name) => names.includes(name))])];
  const items = isDocument(a["items"]) && isDocument(b["items"]) ? { items: merge(a["items"], b["items"]) } : {};
  return {
    ...a,
    ...b,
    ...items,
    ...(names.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(required.length === 0 ? {} : { required }),
  };
}

function propertiesOf(schema: Document): Document {
  return isDocument(schema["properties"]) ? schema["properties"] : {};
}
function requiredOf(schema: Document): readonly string[] {
  return Array.isArray(schema["required"]) ? (schema["required"] as readonly string[]) : [];
}

/** A JSON Schema of what was sampled: types and presence of every path. */
export function schemaOfShape(shape: SampledShape): Document {
  const root: Record<string, JsonValue> = {};
  for (const [text, found] of Object.entries(shape.paths)) {
    const path = parsePath(text);
    if (path.length === 0) continue;
    place(
      root,
      path,
      { bsonType: Object.keys(found.types) },
      found.documents === shape.documents && path.length === 1 && path[0]?.arrays === 0 ? "required" : "optional",
    );
  }
  return root;
}

function place(holder: Record<string, JsonValue>, path: readonly PathPart[], schema: Document, presence: "required" | "optional"): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  const properties = (holder["properties"] ??= {}) as Record<string, JsonValue>;
  let at = (properties[first.name] ??= {}) as Record<string, JsonValue>;
  if (presence === "required") holder["required"] = [...((holder["required"] as readonly string[] | undefined) ?? []), first.name];
  for (let depth = 0; depth < first.arrays; depth += 1) at = (at["items"] ??= {}) as Record<string, JsonValue>;
  if (rest.length === 0) Object.assign(at, schema);
  else place(at, rest, schema, "optional");
}

/** A value that a schema accepts, as far as its usual keywords tell; numbers walk through types, listed values, lengths and edges. */
export function makeValue(schema: Document, name: string, index: number): JsonValue {
  const values = schema["enum"];
  if (Array.isArray(values) && values.length > 0) return (values as readonly JsonValue[])[index % values.length] ?? null;
  for (const key of ["anyOf", "oneOf"]) {
    const branches = schema[key];
    if (Array.isArray(branches) && branches.length > 0) {
      const { [key]: _branches, ...rest } = schema;
      const branch = (branches as readonly JsonValue[])[index % branches.length];
      return makeValue(isDocument(branch) ? merge(rest, branch) : rest, name, index);
    }
  }
  const all = schema["allOf"];
  if (Array.isArray(all)) {
    const { allOf: _all, ...rest } = schema;
    return makeValue(
      (all as readonly JsonValue[]).filter(isDocument).reduce<Document>((sum, one) => merge(sum, one), rest),
      name,
      index,
    );
  }
  const types = typesOf(schema);
  return makeOfType(types[index % Math.max(types.length, 1)] ?? "string", schema, name, index);
}

function makeOfType(type: string, schema: Document, name: string, index: number): JsonValue {
  switch (type) {
    case "object":
      return makeObject(schema, index);
    case "array": {
      const least = Number(schema["minItems"] ?? 0);
      const most = Math.max(least, Math.min(Number(schema["maxItems"] ?? 3), least + 3));
      const items = isDocument(schema["items"]) ? schema["items"] : { bsonType: "string" };
      return Array.from({ length: least + (index % (most - least + 1)) }, (_, at) => makeValue(items, name, index * 4 + at));
    }
    case "int":
    case "long":
    case "number":
    case "double":
    case "decimal":
      return makeNumber(type, schema, index);
    case "bool":
      return index % 2 === 0;
    case "date":
      return { $date: new Date(Date.UTC(2024, 0, 1) + index * 3_600_000).toISOString() };
    case "objectId":
      return keyOf(index);
    case "binData":
      return { $binary: { base64: Buffer.from(`${name} ${index}`).toString("base64"), subType: "00" } };
    case "timestamp":
      return { $timestamp: { t: 1_700_000_000 + index, i: 1 } };
    case "regex":
      return { $regularExpression: { pattern: `^${index}`, options: "" } };
    case "null":
      return null;
    case "minKey":
      return { $minKey: 1 };
    case "maxKey":
      return { $maxKey: 1 };
    default:
      return makeString(schema, name, index);
  }
}

function makeObject(schema: Document, index: number): Document {
  const required = new Set(requiredOf(schema));
  const names = [...new Set([...Object.keys(propertiesOf(schema)), ...required])];
  return Object.fromEntries(
    names.flatMap((name, at) => {
      // Every optional field is missing in some documents.
      if (!required.has(name) && (index + at) % 4 === 3) return [];
      const property = propertiesOf(schema)[name];
      return [[name, makeValue(isDocument(property) ? property : {}, name, index)] as const];
    }),
  );
}

function makeNumber(type: string, schema: Document, index: number): JsonValue {
  const [least, most] = [schema["minimum"], schema["maximum"]];
  const low = typeof least === "number" ? Math.ceil(least) + (schema["exclusiveMinimum"] === true ? 1 : 0) : 0;
  const high = typeof most === "number" ? Math.floor(most) - (schema["exclusiveMaximum"] === true ? 1 : 0) : low + 2 ** 30;
  const value = high < low ? low : low + (index % (high - low + 1));
  if (type === "long") return { $numberLong: String(value) };
  if (type === "decimal") return { $numberDecimal: typeof least === "number" || typeof most === "number" ? String(value) : `${value}.25` };
  if (type === "double") return { $numberDouble: typeof least === "number" || typeof most === "number" ? `${value}.0` : `${value}.5` };
  return value;
}

const candidates = [
  "x%d@example.org",
  "%d",
  "a%d",
  "A%d",
  "AB-%d",
  "2024-01-15",
  "2024-01-15T10:00:00Z",
  "00000000-0000-4000-8000-0000000%d",
  "+49%d",
  "https://example.org/%d",
  "ab",
  "ABC",
  "0",
];

function makeString(schema: Document, name: string, index: number): string {
  const least = Number(schema["minLength"] ?? 0);
  const most = Number(schema["maxLength"] ?? Number.POSITIVE_INFINITY);
  const { pattern } = schema;
  if (typeof pattern === "string") {
    const fitting = candidates
      .map((text) => text.replace("%d", String(10_000 + index)))
      .find((text) => matches(pattern, text) && text.length >= least && text.length <= most);
    if (fitting !== undefined) return fitting;
  }
  const text = index % 17 === 5 ? `${name} Zoë ${index}` : `${name} ${index}`;
  if (text.length > most) return String(index).slice(-most).padStart(Math.max(least, 1), "0").slice(0, most);
  return text.padEnd(least, "x");
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}

/** Values of a listed field, for whoever tries each. */
export function listedValues(schema: Document): readonly { readonly name: string; readonly value: JsonValue }[] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, property]) => {
    const values = isDocument(property) ? property["enum"] : undefined;
    return Array.isArray(values) ? (values as readonly JsonValue[]).map((value) => ({ name, value })) : [];
  });
}
