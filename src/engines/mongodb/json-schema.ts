import { itemsOf, type JsonValue, isEqualJson } from "../../model/json.ts";
import { isDocument, jsonSchemaOf, typesOf } from "./outline.ts";
import type { PathPart } from "./path.ts";
import type { Document } from "./schema.ts";

const remarks = new Set(["description", "title", "$comment"]);
const lower = new Set(["minimum", "minLength", "minItems", "minProperties"]);
const upper = new Set(["maximum", "maxLength", "maxItems", "maxProperties"]);

function requiredOf(schema: Document): readonly string[] {
  return Array.isArray(schema["required"]) ? (schema["required"] as readonly string[]) : [];
}
function propertiesOf(schema: Document): Document {
  return isDocument(schema["properties"]) ? schema["properties"] : {};
}

/** Whether every document that `a` accepts is accepted by `b`; false where that cannot be told. Null accepts all. */
export function validatorImplies(a: Document | null, b: Document | null): boolean {
  if (b === null || isEqualJson(a, b)) return true;
  const parts = conjuncts(a);
  return conjuncts(b).every((part) => parts.some((own) => isEqualJson(own, part)) || isImplied(parts, part));
}
function isImplied(parts: readonly Document[], part: Document): boolean {
  const schema = part["$jsonSchema"];
  return isDocument(schema) && parts.some((own) => isDocument(own["$jsonSchema"]) && schemaImplies(own["$jsonSchema"], schema));
}
function conjuncts(validator: Document | null): readonly Document[] {
  return Object.entries(validator ?? {}).flatMap(([key, value]) =>
    key === "$and" && Array.isArray(value)
      ? value.flatMap((item: JsonValue) => (isDocument(item) ? conjuncts(item) : []))
      : [{ [key]: value }],
  );
}

/** As {@link validatorImplies} for two JSON Schemas. */
export function schemaImplies(a: Document, b: Document): boolean {
  return Object.entries(b).every(([key, value]) => {
    if (remarks.has(key) || isEqualJson(a[key], value)) return true;
    if (key === "bsonType" || key === "type") return areTypesWithin(typesOf(a), typesOf(b));
    if (key === "required") return (value as readonly string[]).every((name) => requiredOf(a).includes(name));
    if (key === "enum")
      return (
        Array.isArray(a["enum"]) &&
        a["enum"].every((one: JsonValue) => (value as readonly JsonValue[]).some((other) => isEqualJson(one, other)))
      );
    if (key === "properties")
      return Object.entries(value as Document).every(([name, property]) => propertyImplied(a, name, property as Document));
    if (key === "items") return isDocument(a["items"]) && isDocument(value) && schemaImplies(a["items"], value);
    if (key === "additionalProperties")
      return value === true || (a[key] === false && Object.keys(propertiesOf(a)).every((name) => propertiesOf(b)[name] !== undefined));
    if (lower.has(key)) return typeof a[key] === "number" && a[key] >= Number(value);
    if (upper.has(key)) return typeof a[key] === "number" && a[key] <= Number(value);
    return false;
  });
}

function propertyImplied(a: Document, name: string, property: Document): boolean {
  const own = propertiesOf(a)[name];
  if (isDocument(own)) return schemaImplies(own, property);
  return a["additionalProperties"] === false || Object.keys(property).every((key) => remarks.has(key));
}

const numbers = ["int", "long", "double", "decimal"];
/** No types are all types; `number` is the four. */
function areTypesWithin(a: readonly string[], b: readonly string[]): boolean {
  if (b.length === 0) return true;
  if (a.length === 0) return false;
  const wide = new Set(b.flatMap((type) => (type === "number" ? [...numbers, type] : [type])));
  return a.every((type) => wide.has(type) || (type === "number" && numbers.every((one) => wide.has(one))));
}

/** A validator that accepts what either accepts, and documents that are on the way from one to the other; null: everything. */
export function bridge(a: Document | null, b: Document | null): Document | null {
  if (a === null || b === null) return null;
  const [left, right] = [conjuncts(a), conjuncts(b)];
  const shared = left.filter((part) => right.some((other) => isEqualJson(part, other)));
  const [one, other] = [jsonSchemaOf(a), jsonSchemaOf(b)];
  const isShared = shared.some((part) => part["$jsonSchema"] !== undefined);
  const schema = one === null || other === null || isShared ? null : bridgeSchemas(one, other);
  const parts = [...(schema === null ? [] : [{ $jsonSchema: schema } as Document]), ...shared];
  if (parts.length === 0) return null;
  const keys = new Set(parts.flatMap((part) => Object.keys(part)));
  return keys.size === parts.length ? (Object.assign({}, ...parts) as Document) : { $and: parts };
}

function bridgeSchemas(a: Document, b: Document): Document {
  const result: Record<string, JsonValue> = {};
  const types = [...new Set([...typesOf(a), ...typesOf(b)])];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [left, right] = [a[key], b[key]];
    if (key === "properties") result[key] = bridgeProperties(propertiesOf(a), propertiesOf(b));
    else if (key === "bsonType" || key === "type") {
      if (typesOf(a).length > 0 && typesOf(b).length > 0) result["bsonType"] = types.length === 1 ? (types[0] ?? "object") : types;
    } else if (key === "required") {
      const both = requiredOf(a).filter((name) => requiredOf(b).includes(name));
      if (both.length > 0) result[key] = both;
    } else if (key === "enum" && Array.isArray(left) && Array.isArray(right))
      result[key] = [...itemsOf(left), ...itemsOf(right).filter((one) => !itemsOf(left).some((other) => isEqualJson(one, other)))];
    else if (key === "items" && isDocument(left) && isDocument(right)) result[key] = bridgeSchemas(left, right);
    else if (lower.has(key) && typeof left === "number" && typeof right === "number") result[key] = Math.min(left, right);
    else if (upper.has(key) && typeof left === "number" && typeof right === "number") result[key] = Math.max(left, right);
    else if (remarks.has(key)) result[key] = right ?? left ?? "";
    else if (left !== undefined && right !== undefined && isEqualJson(left, right)) result[key] = left;
  }
  return result;
}

function bridgeProperties(a: Document, b: Document): Document {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    names.map((name) => {
      const [left, right] = [a[name], b[name]];
      return [name, isDocument(left) && isDocument(right) ? bridgeSchemas(left, right) : (left ?? right ?? {})];
    }),
  );
}

/** The schema of a path; undefined: not declared. */
export function propertyAt(schema: Document, path: readonly PathPart[]): Document | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return schema;
  let found: JsonValue | undefined = propertiesOf(schema)[first.name];
  for (let depth = 0; depth < first.arrays && isDocument(found); depth += 1) found = found["items"];
  return isDocument(found) ? propertyAt(found, rest) : undefined;
}

/** A change of the schema of whatever holds a path's last name; objects and arrays on the way are declared as such. */
function changeHolder(schema: Document, path: readonly PathPart[], change: (holder: Document, name: string) => Document): Document {
  const [first, ...rest] = path;
  if (first === undefined) return schema;
  if (rest.length === 0) return change(schema, first.name);
  const own = propertiesOf(schema)[first.name];
  const within = (value: Document, arrays: number): Document =>
    arrays === 0
      ? changeHolder({ bsonType: "object", ...value }, rest, change)
      : { bsonType: "array", ...value, items: within(isDocument(value["items"]) ? value["items"] : {}, arrays - 1) };
  return { ...schema, properties: { ...propertiesOf(schema), [first.name]: within(isDocument(own) ? own : {}, first.arrays) } };
}

export function withProperty(schema: Document, path: readonly PathPart[], property: Document, presence: "required" | "optional"): Document {
  return changeHolder(schema, path, (holder, name) => ({
    ...withRequired(holder, name, presence),
    properties: { ...propertiesOf(holder), [name]: property },
  }));
}

function withRequired(holder: Document, name: string, presence: "required" | "optional"): Document {
  const others = requiredOf(holder).filter((one) => one !== name);
  const { required: _required, ...rest } = holder;
  const list = presence === "required" ? (requiredOf(holder).includes(name) ? requiredOf(holder) : [...others, name]) : others;
  return list.length === 0 ? rest : { ...rest, required: list };
}

export function withoutProperty(schema: Document, path: readonly PathPart[]): Document {
  return changeHolder(schema, path, (holder, name) => {
    const { [name]: _gone, ...properties } = propertiesOf(holder);
    const { properties: _properties, ...rest } = withRequired(holder, name, "optional");
    return Object.keys(properties).length === 0 ? rest : { ...rest, properties };
  });
}

export function isRequiredAt(schema: Document, path: readonly PathPart[]): boolean {
  const parents = path.slice(0, -1);
  const holder = propertyAt(schema, parents);
  return holder !== undefined && requiredOf(holder).includes(path.at(-1)?.name ?? "");
}

/** The validator with another JSON Schema in the place of its own. */
export function withJsonSchema(validator: Document | null, schema: Document): Document {
  const next = Object.keys(schema).some((key) => key === "properties" || key === "required" || key === "additionalProperties")
    ? { bsonType: "object", ...schema }
    : schema;
  if (validator === null) return { $jsonSchema: next };
  const parts = validator["$and"];
  if (validator["$jsonSchema"] === undefined && Array.isArray(parts) && jsonSchemaOf(validator) !== null) {
    return {
      ...validator,
      $and: parts.map((part: JsonValue) => (isDocument(part) && jsonSchemaOf(part) !== null ? withJsonSchema(part, schema) : part)),
    };
  }
  return { ...validator, $jsonSchema: next };
}
