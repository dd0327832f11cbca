import type { Intent, IntentBody } from "../../../model/intent.ts";
import type { JsonValue } from "../../../model/json.ts";
import { parseName, printName } from "../../../model/name.ts";
import { fieldId } from "../compare.ts";
import { convertExpression, literalOf, schemaOfType, typeChange } from "../field-type.ts";
import { readExpression } from "../forms/transformation.ts";
import { isRequiredAt, propertyAt, withProperty, withoutProperty } from "../json-schema.ts";
import { indexName } from "../normalize.ts";
import { printType, typesOf } from "../outline.ts";
import { dotted, parsePath, pathWithin, type PathPart, printPath } from "../path.ts";
import { type Document, type IndexDefinition } from "../schema.ts";
import { addReferenceTo } from "./references.ts";
import type { DesignState } from "./state.ts";

type Scalar = string | number | boolean | null;

/** What a field is to hold, as part of a JSON Schema. Throws `requirement-invalid` for a type that nobody knows. */
export function propertyOf(
  state: DesignState,
  intent: Intent,
  spec: { readonly type: string; readonly values?: readonly Scalar[] | undefined; readonly comment?: string | undefined },
): Document {
  const schema = schemaOfType(spec.type);
  if (schema === null)
    throw state.invalid(
      intent,
      `there is no type ${spec.type}`,
      "Write a BSON type (string, int, long, decimal, date, objectId, object, array<string>…) or a neutral one (text, integer, timestamp…).",
    );
  return {
    ...schema,
    ...(spec.values === undefined ? {} : { enum: spec.values.map((value) => literalOf(value, spec.type)) }),
    ...(spec.comment === undefined ? {} : { description: spec.comment }),
  };
}

export function plainIndex(collection: string, paths: readonly string[], options: Partial<IndexDefinition>): IndexDefinition {
  const key = paths.map((path) => ({ path, order: 1 }));
  return {
    name: indexName(key),
    collection,
    key,
    unique: false,
    sparse: false,
    hidden: false,
    expireAfterSeconds: null,
    partialFilter: null,
    collation: null,
    wildcardProjection: null,
    options: {},
    ...options,
  };
}

export function addField(state: DesignState, intent: Intent, body: IntentBody<"add-field">): void {
  const { collection, path } = state.place(body.field, intent);
  const property = propertyOf(state, intent, body);
  if (propertyAt(state.jsonSchema(collection), path) !== undefined) throw state.invalid(intent, `${body.field} is there already`);
  state.declare(intent, collection, (schema) => withProperty(schema, path, property, body.required === true ? "required" : "optional"));
  const given = body.default ?? (body.required === true ? state.answer("required-without-default", intent, body.field) : undefined);
  if (given !== undefined && given !== null) fill(state, intent, collection, path, literalOf(given, body.type), "new");
  else if (body.required === true)
    state.remarks.push(
      `${body.field} is required and has neither a default nor an answer for the documents that are there: the change stops where there are some.`,
    );
  if (body.references !== undefined) addReferenceTo(state, intent, collection, path, body.references);
  // Documents without the field must not count as equal.
  if (body.unique === true)
    state.addIndex(
      intent,
      plainIndex(collection, [dotted(path)], {
        unique: true,
        ...(body.required === true ? {} : { partialFilter: { [dotted(path)]: { $exists: true } } }),
      }),
    );
}

function fill(
  state: DesignState,
  intent: Intent,
  collection: string,
  path: readonly PathPart[],
  value: JsonValue,
  presence: "new" | "old",
): void {
  const name = printPath(path);
  const isPath = typeof value === "string" && value.startsWith("$");
  const text = JSON.stringify(isPath ? { $literal: value } : value);
  state.rule(intent, collection, {
    kind: "fill",
    from: [],
    to: [name],
    forward: { [name]: text },
    backward: presence === "new" ? { [name]: "$$REMOVE" } : {},
  });
}

export function renameField(state: DesignState, intent: Intent, body: IntentBody<"rename-field">): void {
  const { collection, path } = state.place(body.field, intent);
  const isDotted = parseName(body.to).length > 1;
  const to = isDotted
    ? pathWithin(printName([collection]), body.to)
    : [...path.slice(0, -1), { name: parseName(body.to)[0] ?? body.to, arrays: path.at(-1)?.arrays ?? 0 }];
  const schema = state.jsonSchema(collection);
  if (propertyAt(schema, to) !== undefined) throw state.invalid(intent, `${printPath(to)} is there already`);
  const own = propertyAt(schema, path);
  const presence = isRequiredAt(schema, path) ? "required" : "optional";
  state.declare(intent, collection, (old) =>
    withProperty(own === undefined && presence === "optional" ? old : withoutProperty(old, path), to, own ?? {}, presence),
  );
  state.moveIndexes(intent, collection, path, to);
  state.moveInViews(intent, collection, path, to);
  const [a, b] = [printPath(path), printPath(to)];
  state.rule(intent, collection, {
    kind: "rename",
    from: [a],
    to: [b],
    forward: { [b]: `$${dotted(path)}` },
    backward: { [a]: `$${dotted(to)}` },
  });
  state.renames[fieldId(collection, a)] = fieldId(collection, b);
}

export function changeField(state: DesignState, intent: Intent, body: IntentBody<"change-field">): void {
  const { object, collection, path } = state.place(body.field, intent);
  const name = printPath(path);
  const schema = state.jsonSchema(collection);
  const old = propertyAt(schema, path) ?? {};
  const wasRequired = isRequiredAt(schema, path);
  const before = object.outline?.fields.find((field) => field.name === name)?.type ?? printType(old);
  const type = body.type ?? printType(old);
  const typed: Document = body.type === undefined ? old : { ...withoutType(old), ...propertyOf(state, intent, { type: body.type }) };
  const property: Document = {
    ...typed,
    ...(body.values === undefined ? {} : { enum: body.values.map((value) => literalOf(value, type)) }),
    ...(body.comment === undefined ? {} : { description: body.comment }),
  };
  const required = body.required ?? wasRequired;
  state.declare(intent, collection, (one) => withProperty(one, path, property, required ? "required" : "optional"));
  if (body.type !== undefined || body.using !== undefined)
    convert(state, intent, { collection, path, before, after: printType(property), using: body.using, backward: body.backward });
  const given =
    body.default ?? (body.required === true && !wasRequired ? state.answer("required-without-default", intent, body.field) : undefined);
  if (given !== undefined && given !== null && body.required === true) fill(state, intent, collection, path, literalOf(given, type), "old");
}

function withoutType(schema: Document): Document {
  const { bsonType: _bson, type: _type, items: _items, maxLength: _length, ...rest } = schema;
  return rest;
}

interface Conversion {
  readonly collection: string;
  readonly path: readonly PathPart[];
  readonly before: string;
  readonly after: string;
  readonly using: string | undefined;
  readonly backward: string | undefined;
}

function convert(state: DesignState, intent: Intent, { collection, path, before, after, using, backward }: Conversion): void {
  const name = printPath(path);
  const how = typeChange(before, after);
  if (using === undefined && (how === "same" || how === "widens-in-place")) return;
  if (using === undefined && how === "impossible")
    throw state.invalid(
      intent,
      `${name} cannot be converted from ${before} to ${after} by itself`,
      "Say how with using: an aggregation expression.",
    );
  const read = `$${dotted(path)}`;
  const [target = "", ...others] = typesOf({
    bsonType: after.split(" | ").map((type) => type.replace(/<.*$/, "")),
  }).filter((type) => type !== "null");
  const [source = ""] = before.split(" | ").filter((type) => type !== "null" && type !== "any");
  const isSafe = (others.length === 0 && how === "rewrites") || how === "may-fail" || how === "loses";
  const back =
    backward ??
    (isSafe && source !== "" && typeChange(after, before) !== "impossible" && how !== "loses"
      ? JSON.stringify(convertExpression(read, source.replace(/<.*$/, "")))
      : undefined);
  const forward = using ?? JSON.stringify(convertExpression(read, target));
  const kept = after.replace(/<[^>]*>/g, "");
  state.rule(intent, collection, {
    kind: "convert",
    from: [name],
    to: [name, kept, before === "any" ? "" : before.replace(/<[^>]*>/g, "")],
    forward: { [name]: forward },
    backward: back === undefined ? {} : { [name]: back },
  });
}

export function dropField(state: DesignState, intent: Intent, body: IntentBody<"drop-field">): void {
  const { collection, path } = state.place(body.field, intent);
  for (const index of state.indexesOn(collection, path)) state.removeIndex(intent, index);
  state.declare(intent, collection, (schema) => (propertyAt(schema, path) === undefined ? schema : withoutProperty(schema, path)));
  state.rule(intent, collection, { kind: "drop", from: [printPath(path)], to: [], forward: {}, backward: {} });
}

export function splitField(state: DesignState, intent: Intent, body: IntentBody<"split-field">): void {
  const { collection, path } = state.place(body.field, intent);
  const schema = state.jsonSchema(collection);
  const into = body.into.map((name) => [...path.slice(0, -1), ...parsePath(parseName(name).at(-1) ?? name)]);
  const own = propertyAt(schema, path);
  const property = body.type === undefined ? withoutComment(own ?? { bsonType: "string" }) : propertyOf(state, intent, { type: body.type });
  recast(state, intent, {
    kind: "split",
    collection,
    from: [path],
    into,
    property,
    presence: "optional",
    forward: body.forward,
    backward: { [path.at(-1)?.name ?? ""]: body.backward },
  });
}

export function mergeFields(state: DesignState, intent: Intent, body: IntentBody<"merge-fields">): void {
  const from = body.fields.map((name) => state.place(printName([...parseName(body.object), ...parseName(name)]), intent));
  const { collection } = from[0] ?? state.place(body.object, intent);
  const into = [parsePath(parseName(body.into).at(-1) ?? body.into)];
  const first = propertyAt(state.jsonSchema(collection), from[0]?.path ?? []);
  const property =
    body.type === undefined ? withoutComment(first ?? { bsonType: "string" }) : propertyOf(state, intent, { type: body.type });
  recast(state, intent, {
    kind: "merge",
    collection,
    from: from.map((one) => one.path),
    into,
    property,
    presence: "optional",
    forward: { [body.into]: body.forward },
    backward: body.backward,
  });
}

interface Recast {
  readonly kind: "split" | "merge";
  readonly collection: string;
  readonly from: readonly (readonly PathPart[])[];
  readonly into: readonly (readonly PathPart[])[];
  readonly property: Document;
  readonly presence: "required" | "optional";
  readonly forward: Readonly<Record<string, string>>;
  readonly backward: Readonly<Record<string, string>>;
}

/** What a field is made of becomes another field, or several; indexes on what goes go with it. */
function recast(state: DesignState, intent: Intent, recast: Recast): void {
  const { collection, from, into, forward, backward } = recast;
  for (const path of from) for (const index of state.indexesOn(collection, path)) state.removeIndex(intent, index);
  state.declare(intent, collection, (schema) => {
    const without = from.reduce((one, path) => (propertyAt(one, path) === undefined ? one : withoutProperty(one, path)), schema);
    return into.reduce((one, path) => withProperty(one, path, recast.property, recast.presence), without);
  });
  const byPath = (paths: readonly (readonly PathPart[])[], texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      paths.flatMap((path) => {
        const text = texts[printPath(path)] ?? texts[dotted(path)] ?? texts[path.at(-1)?.name ?? ""];
        if (text === undefined) return [];
        readExpression(text);
        return [[printPath(path), text] as const];
      }),
    );
  const made = byPath(into, forward);
  const missing = into.find((path) => made[printPath(path)] === undefined);
  if (missing !== undefined) throw state.invalid(intent, `forward does not say what ${printPath(missing)} is made of`);
  state.rule(intent, collection, {
    kind: recast.kind,
    from: from.map(printPath),
    to: into.map(printPath),
    forward: made,
    backward: byPath(from, backward),
  });
}

function withoutComment({ description: _description, enum: _enum, ...schema }: Document): Document {
  return schema;
}
