import { fingerprintOfList } from "./fingerprint.ts";
import type { JsonValue } from "./json.ts";
import { parseName, printName } from "./name.ts";

/** A column or property, as diagrams, questions and reports see it. `type` is printed in the engine's own spelling. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: string;
  readonly generated?: string;
  readonly comment?: string;
}
export interface Key {
  readonly name: string;
  readonly kind: "primary" | "unique";
  readonly fields: readonly string[];
}
/** `object` is the dotted label of the object referred to. */
export interface Reference {
  readonly name: string;
  readonly fields: readonly string[];
  readonly object: string;
  readonly targetFields: readonly string[];
}
/** The neutral face of an object that has fields. `label` is its dotted name (`public.customers`). */
export interface Outline {
  readonly label: string;
  readonly fields: readonly Field[];
  readonly keys: readonly Key[];
  readonly references: readonly Reference[];
  readonly comment?: string;
  /** Nothing tells which fields it has: none is declared, and no rows were seen. Absent: the fields are known. */
  readonly fieldsAre?: "unknown";
}
/**
 * `id` is `<kind>:<dotted name>` (`column:public.customers.mail`), unique in its schema. `definition` belongs to the engine and is opaque above it;
 * it holds everything that makes two objects equal, and nothing else (no position, no oid). Only objects that hold rows or fields have an outline.
 */
export interface SchemaObject {
  readonly id: string;
  readonly kind: string;
  readonly parent?: string;
  readonly dependsOn: readonly string[];
  readonly outline?: Outline;
  readonly definition: JsonValue;
  /** What is known of the object and makes no difference: names that the server gave by itself, a type's own storage. Never compared. */
  readonly aside?: JsonValue;
}
export interface Schema {
  readonly engine: string;
  readonly version: string;
  readonly objects: readonly SchemaObject[];
  /** Objects that exist but are not modelled, by kind and name (`publication orders_feed`). */
  readonly unmodelled: readonly string[];
}
/** Sizes as far as they are known; absent means unknown, never zero. Keys are outline labels. */
export type Sizes = Readonly<Record<string, { readonly rowsEstimated?: number; readonly sizeBytes?: number }>>;

const fingerprints = new WeakMap<readonly SchemaObject[], string>();

/** Equal for two schemas that hold equal objects, whatever their order. Worked out once a schema: it takes longer than comparing two. */
export function fingerprintSchema(schema: Schema): string {
  const known = fingerprints.get(schema.objects);
  if (known !== undefined) return known;
  const objects = schema.objects.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const items = objects.values().map(({ id, definition }): JsonValue => [id, definition]);
  // As fingerprintOf prints [engine, [[id, definition], …]].
  const fingerprint = fingerprintOfList(`[${JSON.stringify(schema.engine)},[`, items, "]]");
  fingerprints.set(schema.objects, fingerprint);
  return fingerprint;
}

export interface Located {
  readonly object: SchemaObject;
  readonly outline: Outline;
  readonly field?: Field;
}

/** Objects with an outline whose dotted name ends in `name` (`customers` finds `public.customers`): none, one, or an ambiguity. */
export function locateObject(schema: Schema, name: string): readonly Located[] {
  const wanted = parseName(name);
  const all = schema.objects.flatMap((object) => (object.outline === undefined ? [] : [{ object, outline: object.outline }]));
  const exact = all.filter(({ outline }) => printName(parseName(outline.label)) === printName(wanted));
  if (exact.length > 0 || wanted.length === 0) return exact;
  return all.filter(({ outline }) => {
    const parts = parseName(outline.label);
    return parts.length > wanted.length && printName(parts.slice(-wanted.length)) === printName(wanted);
  });
}

/**
 * As {@link locateObject} for a field: the last part names the field, the parts before it the object. Where no object has that name, the last parts together may be a
 * path into one (`orders.address.city`).
 */
export function locateField(schema: Schema, name: string): readonly Located[] {
  const parts = parseName(name);
  for (let length = parts.length - 1; length >= 1; length -= 1) {
    const fieldName = parts.slice(length).join(".");
    const found = locateObject(schema, printName(parts.slice(0, length))).flatMap((located) => {
      const field = located.outline.fields.find((candidate) => candidate.name === fieldName);
      return field === undefined ? [] : [{ ...located, field }];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** Ids of everything that depends on `id`, directly or through others, nearest first. */
export function findDependents(schema: Schema, id: string): readonly string[] {
  const found: string[] = [];
  const queue = [id];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const object of schema.objects) {
      if (object.id === id || found.includes(object.id)) continue;
      if (object.dependsOn.includes(next) || object.parent === next) {
        found.push(object.id);
        queue.push(object.id);
      }
    }
  }
  return found;
}
