import type { Intent } from "../model/intent.ts";
import { parseName, printName } from "../model/name.ts";

/** A name that an intent uses. `expects`: whether it must exist already, must not, or is made by the intent. */
export interface NameUse {
  readonly name: string;
  readonly kind: "field" | "object";
  readonly expects: "present" | "new";
  /** Key of the body that holds it. */
  readonly key: string;
}

/** Names that an intent uses, in the order of its body; made names come as `new`. */
export function namesOf(intent: Intent): readonly NameUse[] {
  switch (intent.kind) {
    case "add-field":
      return [
        { name: objectOf(intent.body.field), kind: "object", expects: "present", key: "field" },
        { name: intent.body.field, kind: "field", expects: "new", key: "field" },
        ...reference(intent.body.references),
      ];
    case "rename-field":
      return [field(intent.body.field), { name: sibling(intent.body.field, intent.body.to), kind: "field", expects: "new", key: "to" }];
    case "change-field":
    case "drop-field":
      return [field(intent.body.field)];
    case "split-field":
      return [
        field(intent.body.field),
        ...intent.body.into.map(
          (into): NameUse => ({ name: sibling(intent.body.field, into), kind: "field", expects: "new", key: "into" }),
        ),
      ];
    case "merge-fields":
      return [
        ...intent.body.fields.map((name) => field(child(intent.body.object, name), "fields")),
        { name: child(intent.body.object, intent.body.into), kind: "field", expects: "new", key: "into" },
      ];
    case "move-field":
      return [
        field(intent.body.field),
        { name: objectOf(intent.body.to), kind: "object", expects: "present", key: "to" },
        { name: intent.body.to, kind: "field", expects: "new", key: "to" },
      ];
    case "add-object":
      return [
        { name: intent.body.object, kind: "object", expects: "new", key: "object" },
        ...Object.values(intent.body.fields).flatMap((spec) => reference(spec.references)),
      ];
    case "drop-object":
    case "add-rule":
    case "seed-data":
      return [object(intent.body.object)];
    case "rename-object":
      return [object(intent.body.object), { name: sibling(intent.body.object, intent.body.to), kind: "object", expects: "new", key: "to" }];
    case "add-reference":
      return [field(intent.body.field), ...reference(intent.body.references)];
    case "add-index":
      return [
        object(intent.body.object),
        ...intent.body.fields.filter(isPlain).map((name) => field(child(intent.body.object, name), "fields")),
      ];
    case "secure":
      return intent.body.object === undefined ? [] : [object(intent.body.object)];
    case "query":
    case "tune":
    case "adopt-schema":
    case "other":
      return [];
  }
}

function field(name: string, key = "field"): NameUse {
  return { name, kind: "field", expects: "present", key };
}
function object(name: string): NameUse {
  return { name, kind: "object", expects: "present", key: "object" };
}
function reference(name: string | undefined): readonly NameUse[] {
  return name === undefined ? [] : [{ name, kind: "field", expects: "present", key: "references" }];
}
/** Index fields may be expressions or carry an order (`placed_at desc`). */
function isPlain(name: string): boolean {
  return /^(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+")$/u.test(name);
}

export function objectOf(name: string): string {
  return printName(parseName(name).slice(0, -1));
}
export function child(object: string, name: string): string {
  return printName([...parseName(object), ...parseName(name)]);
}
/** The name beside `name`: same object, another last part; a dotted one is taken as it is. */
export function sibling(name: string, last: string): string {
  const parts = parseName(last);
  return parts.length > 1 ? last : printName([...parseName(name).slice(0, -1), ...parts]);
}

/** The intent with object names replaced (`users` → `public.users`), wherever the body holds a dotted name. */
export function renameInIntent(intent: Intent, full: (objectName: string) => string): Intent {
  const fullField = (name: string): string =>
    parseName(name).length < 2 ? name : child(full(objectOf(name)), printName(parseName(name).slice(-1)));
  switch (intent.kind) {
    case "add-field":
      return { ...intent, body: { ...intent.body, field: fullField(intent.body.field), ...references(intent.body.references, fullField) } };
    case "rename-field":
    case "change-field":
    case "drop-field":
    case "split-field":
      return { ...intent, body: { ...intent.body, field: fullField(intent.body.field) } } as Intent;
    case "move-field":
      return { ...intent, body: { ...intent.body, field: fullField(intent.body.field), to: fullField(intent.body.to) } };
    case "add-reference":
      return { ...intent, body: { ...intent.body, field: fullField(intent.body.field), references: fullField(intent.body.references) } };
    case "add-object": {
      const fields = Object.entries(intent.body.fields).map(
        ([name, spec]) => [name, { ...spec, ...references(spec.references, fullField) }] as const,
      );
      return { ...intent, body: { ...intent.body, fields: Object.fromEntries(fields) } };
    }
    case "merge-fields":
    case "drop-object":
    case "rename-object":
    case "add-index":
    case "add-rule":
    case "seed-data":
      return { ...intent, body: { ...intent.body, object: full(intent.body.object) } } as Intent;
    case "secure":
      return intent.body.object === undefined ? intent : { ...intent, body: { ...intent.body, object: full(intent.body.object) } };
    case "query":
    case "tune":
    case "adopt-schema":
    case "other":
      return intent;
  }
}

function references(name: string | undefined, fullField: (name: string) => string): { readonly references?: string } {
  return name === undefined ? {} : { references: fullField(name) };
}
