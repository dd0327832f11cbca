import type { Intent, IntentBody } from "../../../model/intent.ts";
import type { JsonValue } from "../../../model/json.ts";
import { parseName, printName } from "../../../model/name.ts";
import { rowsKey } from "../../engine.ts";
import { printCommand } from "../command.ts";
import { literalOf } from "../field-type.ts";
import { propertyAt, withProperty } from "../json-schema.ts";
import { indexName } from "../normalize.ts";
import { setValidator } from "../objects/collection.ts";
import { printType } from "../outline.ts";
import { dotted, parsePath } from "../path.ts";
import { collectionId, collectionOf, type Document, type KeyPart, viewOf } from "../schema.ts";
import { plainIndex, propertyOf } from "./fields.ts";
import { addReferenceTo } from "./references.ts";
import type { DesignState } from "./state.ts";

function nameOf(object: string): string {
  return parseName(object).at(-1) ?? object;
}

export function addObject(state: DesignState, intent: Intent, body: IntentBody<"add-object">): void {
  const name = nameOf(body.object);
  let schema: Document = { bsonType: "object", ...(body.comment === undefined ? {} : { description: body.comment }) };
  for (const [field, spec] of Object.entries(body.fields)) {
    // Every document has its key under this name, whatever the requirement calls it.
    const path = parsePath(spec.key === true ? "_id" : field);
    const isGenerated = spec.key === true && spec.generated === true;
    const property = propertyOf(
      state,
      intent,
      isGenerated && !/^(?:uuid|objectid|text|string)/i.test(spec.type) ? { ...spec, type: "objectId" } : spec,
    );
    schema = withProperty(schema, path, property, spec.required === true || spec.key === true ? "required" : "optional");
    if (isGenerated)
      state.remarks.push(`${name}._id is an ObjectId that the driver makes; a counter would be a bottleneck that every writer waits for.`);
  }
  state.run(intent, { create: name, validator: { $jsonSchema: schema } });
  state.origins[collectionId(name)] = intent.id;
  for (const [field, spec] of Object.entries(body.fields)) {
    if (spec.unique === true && spec.key !== true) state.addIndex(intent, plainIndex(name, [dotted(parsePath(field))], { unique: true }));
    if (spec.references !== undefined) addReferenceTo(state, intent, name, parsePath(field), spec.references);
  }
  for (const fields of body.unique ?? [])
    state.addIndex(
      intent,
      plainIndex(
        name,
        fields.map((field) => dotted(parsePath(field))),
        { unique: true },
      ),
    );
}

export function dropObject(state: DesignState, intent: Intent, body: IntentBody<"drop-object">): void {
  const name = nameOf(body.object);
  const readers = state.schema.objects.filter((object) => object.kind === "view" && viewOf(object).on === name);
  for (const reader of readers) {
    state.run(intent, { drop: viewOf(reader).name });
    state.origins[reader.id] = intent.id;
    state.remarks.push(`The view ${viewOf(reader).name} reads ${name} and goes with it.`);
  }
  const found = state.schema.objects.find((object) => object.outline?.label === printName([name]));
  if (found === undefined) throw state.invalid(intent, `there is no ${name}`);
  state.origins[found.id] = intent.id;
  state.run(intent, { drop: name });
}

export function renameObject(state: DesignState, intent: Intent, body: IntentBody<"rename-object">): void {
  const object = state.collection(body.object, intent);
  const { name } = collectionOf(object);
  const to = nameOf(body.to);
  state.run(intent, { renameCollection: `.${name}`, to: `.${to}` });
  state.renames[object.id] = collectionId(to);
  state.origins[collectionId(to)] = intent.id;
  state.origins[object.id] = intent.id;
  for (const view of state.schema.objects) {
    if (view.kind !== "view") continue;
    const { on, pipeline, name: viewName } = viewOf(view);
    const next = pipeline.map((stage) => renameSource(stage, name, to) as Document);
    if (on !== name && JSON.stringify(next) === JSON.stringify(pipeline)) continue;
    state.run(intent, { collMod: viewName, viewOn: on === name ? to : on, pipeline: next });
    state.origins[view.id] = intent.id;
  }
}

function renameSource(value: JsonValue, old: string, now: string): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => renameSource(item, old, now));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value as Document).map(([key, inner]) => [
      key,
      ["from", "coll", "$unionWith"].includes(key) && inner === old ? now : renameSource(inner, old, now),
    ]),
  );
}

export function addReference(state: DesignState, intent: Intent, body: IntentBody<"add-reference">): void {
  const { collection, path } = state.place(body.field, intent);
  addReferenceTo(state, intent, collection, path, body.references);
  if (body["on-delete"] !== undefined && body["on-delete"] !== "no-action")
    state.remarks.push(
      `No server enforces on-delete ${body["on-delete"]}: the application deletes or refuses, in a transaction where both must hold.`,
    );
}

/** `placed_at desc`, `place 2dsphere`, `bio text`, `$**`. */
function keyPart(text: string): KeyPart {
  const match = /^(.+?)\s+(asc|desc|text|2dsphere|2d|hashed)$/i.exec(text.trim());
  const word = match?.[2]?.toLowerCase();
  const order = word === undefined || word === "asc" ? 1 : word === "desc" ? -1 : word;
  const path = (match?.[1] ?? text).trim();
  return { path: path.includes("$**") ? path : dotted(parsePath(path)) || path, order };
}

export function addIndex(state: DesignState, intent: Intent, body: IntentBody<"add-index">): void {
  const { name: collection } = collectionOf(state.collection(body.object, intent));
  const key = body.fields.map(keyPart);
  let partialFilter: Document | null = null;
  if (body.where !== undefined) {
    try {
      partialFilter = JSON.parse(body.where) as Document;
    } catch {
      throw state.invalid(intent, "where is no query of MongoDB as JSON", 'Write { "status": "open" }.');
    }
  }
  state.addIndex(intent, {
    ...plainIndex(collection, [], {}),
    key,
    name: body.name ?? indexName(key),
    unique: body.unique === true,
    partialFilter,
  });
  const pattern = state.request.accessPatterns.find((candidate) => candidate.id === body["access-pattern"]);
  const rate = pattern?.["rate-per-second"];
  state.decide(intent, {
    slug: `index-${collection}-${body.fields.join("-")}`.replaceAll(/[^\w-]+/g, "-"),
    title: `An index on ${collection} (${body.fields.join(", ")})`,
    context:
      pattern === undefined
        ? `${intent.id} asks for it.`
        : `${pattern.id}: ${pattern.text}${rate === undefined ? "" : `, ${rate} times a second`}.`,
    choice: `${indexName(key)}${partialFilter === null ? "" : ", for documents that match its filter"}`,
    because: [
      "fields that are compared for equality come first, then those that sort, then ranges: so the index answers the sort and reads no key that it does not return (ESR)",
    ],
    rejected: [
      { alternative: "single indexes on each field", reason: "the planner uses one of them and reads the rest from the documents" },
      { alternative: "no index", reason: `every document of ${collection} is read for each query` },
    ],
  });
}

export function addRule(state: DesignState, intent: Intent, body: IntentBody<"add-rule">): void {
  const { name, validator, level, action } = collectionOf(state.collection(body.object, intent));
  let rule: Document;
  try {
    rule = JSON.parse(body.rule) as Document;
  } catch {
    throw state.invalid(
      intent,
      "the rule is no query of MongoDB as JSON",
      'Write { "total": { "$gte": 0 } }, { "$expr": … } or { "$jsonSchema": … }.',
    );
  }
  const next: Document =
    validator === null
      ? rule
      : {
          $and: [
            ...(Array.isArray(validator["$and"]) && Object.keys(validator).length === 1
              ? (validator["$and"] as readonly JsonValue[])
              : [validator]),
            rule,
          ],
        };
  state.run(
    intent,
    setValidator(name, { validator: next, level: validator === null ? "strict" : level, action: validator === null ? "error" : action }),
  );
  state.origins[collectionId(name)] = intent.id;
}

export function seedData(state: DesignState, intent: Intent, body: IntentBody<"seed-data">): void {
  const { name } = collectionOf(state.collection(body.object, intent));
  const schema = state.jsonSchema(name);
  const value = (field: string, given: string | number | boolean | null): JsonValue =>
    literalOf(given, printType(propertyAt(schema, parsePath(field)) ?? {}));
  const field = (one: string): string =>
    one === "id" && propertyAt(schema, parsePath("id")) === undefined ? "_id" : dotted(parsePath(one));
  const documents = body.rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, given]) => [field(key), value(key, given)])));
  const keyOf = (document: Document): Document => Object.fromEntries(body.key.map((key) => [field(key), document[field(key)] ?? null]));
  const updates = documents.map((document) => {
    const others = Object.fromEntries(Object.entries(document).filter(([key]) => !body.key.map(field).includes(key)));
    return {
      q: keyOf(document),
      u: Object.keys(others).length === 0 ? { $setOnInsert: keyOf(document) } : { $set: others },
      upsert: true,
      multi: false,
    };
  });
  const forward = printCommand({ update: name, updates: updates });
  const backward = printCommand({
    delete: name,
    deletes: documents.map((document) => ({ q: keyOf(document), limit: 1 })),
  });
  state.rule(intent, name, { kind: "rows", from: [], to: [], forward: { [rowsKey]: forward }, backward: { [rowsKey]: backward } });
}
