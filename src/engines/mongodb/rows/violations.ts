import type { JsonValue } from "../../../model/json.ts";
import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { Violation } from "../../row-proof.ts";
import { printCommand } from "../command.ts";
import { schemaImplies } from "../json-schema.ts";
import { isDocument, jsonSchemaOf, typesOf } from "../outline.ts";
import { collectionOf, type Document, findCollection, indexesOf, indexOf } from "../schema.ts";
import { makerFor, makeValue, ownNumbers } from "./document-maker.ts";

/** Documents that the base accepts as far as its validator tells, and that the desired schema refuses: one for each thing it adds. */
export function findViolations(from: Schema, to: Schema): readonly Violation[] {
  return from.objects
    .filter((object) => object.kind === "collection")
    .flatMap((object) => {
      const after = findCollection(to, collectionOf(object).name);
      if (after === undefined) return [];
      return [...validatorViolations(object, after), ...indexViolations(object, from, to)];
    });
}

function validatorViolations(before: SchemaObject, after: SchemaObject): readonly Violation[] {
  const now = collectionOf(after);
  const schema = jsonSchemaOf(now.validator);
  if (schema === null || now.level === "off" || now.action === "warn") return [];
  const old = jsonSchemaOf(collectionOf(before).validator) ?? {};
  const { name } = now;
  const maker = makerFor(before, now.validator);
  let number = ownNumbers;
  const make = (): Document => maker.make((number += 1));
  const insert = (document: Document): string => printCommand({ insert: name, documents: [document] });
  const found: Violation[] = [];
  for (const [path, break_] of breaks(old, schema, []))
    found.push({ object: printName([name]), constraint: path, insert: insert(break_(make())) });
  return found;
}

type Break = readonly [path: string, change: (document: Document) => Document];

/** What a schema asks for that another does not, each with a change that makes a document break it. */
function breaks(old: Document, now: Document, parents: readonly string[]): readonly Break[] {
  const [before, after] = [propertiesOf(old), propertiesOf(now)];
  const wasRequired = new Set(requiredOf(old));
  const name = (field: string): string => [...parents, field].join(".");
  const required = requiredOf(now)
    .filter((field) => !wasRequired.has(field) && field !== "_id")
    .map((field): Break => [`required ${name(field)}`, (document) => change(document, [...parents, field], null)]);
  const properties = Object.entries(after).flatMap(([field, property]): readonly Break[] => {
    const own = isDocument(before[field]) ? before[field] : {};
    if (!isDocument(property) || field === "_id" || schemaImplies(own, property)) return [];
    const value = breaking(own, property, field);
    const here: readonly Break[] =
      value === undefined ? [] : [[name(field), (document) => change(document, [...parents, field], { value })]];
    return [...here, ...(isDocument(property["properties"]) ? breaks(own, property, [...parents, field]) : [])];
  });
  const isClosed = now["additionalProperties"] === false && old["additionalProperties"] !== false;
  return [
    ...required,
    ...properties,
    ...(isClosed
      ? [
          [
            `no other fields${parents.length === 0 ? "" : ` in ${parents.join(".")}`}`,
            (document: Document) => change(document, [...parents, "dblead_other"], { value: 1 }),
          ] as const,
        ]
      : []),
  ];
}

/** A value that the one accepts and the other does not; undefined: none is found. */
function breaking(old: Document, now: Document, name: string): JsonValue | undefined {
  const tried = [
    ...["string", "int", "long", "double", "bool", "date", "objectId", "array", "object", "null"].map((type) =>
      makeValue({ ...old, bsonType: type }, name, 7),
    ),
    "dblead other",
    "",
    -1,
    1_000_000_000,
    makeValue(old, name, 7),
  ];
  return tried.find((value) => isPlainlyAccepted(old, value) && !isPlainlyAccepted(now, value));
}

/** By type, listed values, bounds and length alone. */
function isPlainlyAccepted(schema: Document, value: JsonValue): boolean {
  const types = typesOf(schema);
  const type = typesOf({ enum: [value] })[0] ?? "";
  const wide = types.includes("number") ? [...types, "int", "long", "double", "decimal"] : types;
  if (types.length > 0 && !wide.includes(type)) return false;
  const values = schema["enum"];
  if (Array.isArray(values) && !values.some((one: JsonValue) => JSON.stringify(one) === JSON.stringify(value))) return false;
  if (typeof value === "number") return !(Number(schema["minimum"] ?? value) > value) && !(Number(schema["maximum"] ?? value) < value);
  if (typeof value === "string")
    return !(Number(schema["minLength"] ?? 0) > value.length) && !(Number(schema["maxLength"] ?? Number.POSITIVE_INFINITY) < value.length);
  return true;
}

/** `next` null: the field goes. */
function change(document: Document, path: readonly string[], next: { readonly value: JsonValue } | null): Document {
  const [first = "", ...rest] = path;
  if (rest.length === 0) {
    const { [first]: _gone, ...others } = document;
    return next === null ? others : { ...document, [first]: next.value };
  }
  const inner = document[first];
  return { ...document, [first]: change(isDocument(inner) ? inner : {}, rest, next) };
}

/** Two documents that are equal where a new unique index wants them different. */
function indexViolations(object: SchemaObject, from: Schema, to: Schema): readonly Violation[] {
  const { name } = collectionOf(object);
  const known = new Set(
    indexesOf(from, name)
      .filter((index) => indexOf(index).unique)
      .map((index) => index.id),
  );
  const fresh = indexesOf(to, name).filter((index) => indexOf(index).unique && !known.has(index.id));
  return fresh.flatMap((added, at) => {
    const index = indexOf(added);
    const maker = makerFor(object, null);
    const declared = index.key.every((part) => propertiesOf(maker.schema)[part.path.split(".")[0] ?? ""] !== undefined);
    if (!declared) return [];
    const [one, other] = [maker.make(ownNumbers + 500 + at * 2), maker.make(ownNumbers + 501 + at * 2)];
    const same = index.key.reduce<Document>(
      (document, part) => change(document, part.path.split("."), { value: valueAt(one, part.path.split(".")) ?? "dblead same" }),
      other,
    );
    const first = index.key.reduce<Document>(
      (document, part) => change(document, part.path.split("."), { value: valueAt(one, part.path.split(".")) ?? "dblead same" }),
      one,
    );
    return [
      { object: printName([name]), constraint: `unique ${index.name}`, insert: printCommand({ insert: name, documents: [first, same] }) },
    ];
  });
}

function valueAt(document: Document, path: readonly string[]): JsonValue | undefined {
  const [first = "", ...rest] = path;
  const value = document[first];
  return rest.length === 0 ? value : isDocument(value) ? valueAt(value, rest) : undefined;
}

function propertiesOf(schema: Document): Document {
  return isDocument(schema["properties"]) ? schema["properties"] : {};
}
function requiredOf(schema: Document): readonly string[] {
  return Array.isArray(schema["required"]) ? (schema["required"] as readonly string[]) : [];
}
