import { LeadError } from "../../model/error.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { Command } from "./command.ts";
import { asDocument, collectionDefinition, collectionObjects, indexDefinition, indexObject, schemaOf } from "./normalize.ts";
import { outlineOf } from "./outline.ts";
import {
  type CollectionDefinition,
  collectionId,
  collectionOf,
  type Document,
  findCollection,
  indexOf,
  indexesOf,
  shapeOf,
  viewId,
  viewOf,
} from "./schema.ts";

/** Follows commands on a schema without a server. Commands on documents leave it as it is. Throws `schema-unreadable` for what a server would refuse. */
export function simulate(schema: Schema, commands: readonly Command[]): Schema {
  return commands.reduce((current, command) => apply(current, command), schema);
}

function apply(schema: Schema, command: Command): Schema {
  const { name, body, collection } = command;
  if (command.db !== null) return schema;
  switch (name) {
    case "create":
      return create(schema, collection ?? "", body);
    case "drop":
      return drop(schema, collection ?? "");
    case "collMod":
      return modify(schema, collection ?? "", body);
    case "createIndexes":
      return createIndexes(schema, collection ?? "", body);
    case "dropIndexes":
      return dropIndexes(schema, collection ?? "", body["index"]);
    case "renameCollection":
      return rename(schema, bareName(body["renameCollection"]), bareName(body["to"]));
    case "insert":
      return findCollection(schema, collection ?? "") === undefined ? create(schema, collection ?? "", {}) : schema;
    default:
      return schema;
  }
}

function bareName(value: JsonValue | undefined): string {
  const name = String(value);
  return name.slice(name.indexOf(".") + 1);
}

function refuse(message: string): never {
  throw new LeadError("schema-unreadable", message);
}

function create(schema: Schema, name: string, body: Document): Schema {
  if (schema.objects.some((object) => object.id === collectionId(name) || object.id === viewId(name))) refuse(`${name} is there already`);
  const { create: _create, ...options } = body;
  if (options["viewOn"] !== undefined) {
    const made = schemaOf(
      { database: "", collections: [{ name, type: "view", options }], indexes: {}, users: [], roles: [], shapes: {}, unmodelled: [] },
      schema.version,
    );
    const view = made.objects[0];
    const known = new Set(schema.objects.map((object) => object.id));
    const needs = [String(options["viewOn"])].flatMap((on) => [collectionId(on), viewId(on)]).filter((id) => known.has(id));
    return view === undefined ? schema : { ...schema, objects: [...schema.objects, { ...view, dependsOn: needs }] };
  }
  return { ...schema, objects: [...schema.objects, ...collectionObjects(name, options, { indexes: {}, shapes: {} })] };
}

function drop(schema: Schema, name: string): Schema {
  const gone = (object: SchemaObject): boolean =>
    object.id === collectionId(name) || object.id === viewId(name) || object.parent === collectionId(name);
  return { ...schema, objects: schema.objects.filter((object) => !gone(object)) };
}

function demand(schema: Schema, name: string): SchemaObject {
  return findCollection(schema, name) ?? refuse(`there is no collection ${name}`);
}

function replace(schema: Schema, object: SchemaObject, definition: CollectionDefinition): Schema {
  const outline = outlineOf(definition.name, definition, shapeOf(object));
  const keys = (object.outline?.keys ?? []).filter((key) => key.kind === "unique");
  const next = { ...object, definition, outline: { ...outline, keys: [...outline.keys, ...keys] } };
  return { ...schema, objects: schema.objects.map((one) => (one.id === object.id ? next : one)) };
}

function modify(schema: Schema, name: string, body: Document): Schema {
  const view = schema.objects.find((object) => object.id === viewId(name));
  if (view !== undefined) {
    const pipeline = (body["pipeline"] ?? viewOf(view).pipeline) as readonly Document[];
    const definition = { ...viewOf(view), on: String(body["viewOn"] ?? viewOf(view).on), pipeline };
    return { ...schema, objects: schema.objects.map((one) => (one.id === view.id ? { ...one, definition } : one)) };
  }
  const object = demand(schema, name);
  const old = collectionOf(object);
  const index = body["index"];
  if (index !== undefined) return modifyIndex(schema, name, asDocument(index));
  const told = collectionDefinition(name, {
    ...(old.validator === null ? {} : { validator: old.validator, validationLevel: old.level, validationAction: old.action }),
    ...body,
  });
  const capped =
    body["cappedSize"] === undefined && body["cappedMax"] === undefined
      ? old.capped
      : {
          sizeBytes: Number(body["cappedSize"] ?? old.capped?.sizeBytes ?? 0),
          documents: body["cappedMax"] === undefined ? (old.capped?.documents ?? null) : Number(body["cappedMax"]) || null,
        };
  const expire = body["expireAfterSeconds"];
  return replace(schema, object, {
    ...old,
    validator: told.validator,
    level: told.level,
    action: told.action,
    capped,
    preImages: body["changeStreamPreAndPostImages"] === undefined ? old.preImages : told.preImages,
    expireAfterSeconds: expire === undefined ? old.expireAfterSeconds : expire === "off" ? null : Number(expire),
  });
}

function modifyIndex(schema: Schema, collection: string, body: Document): Schema {
  const found = indexesOf(schema, collection).find((object) => indexOf(object).name === body["name"]);
  if (found === undefined) return refuse(`there is no index ${String(body["name"])} on ${collection}`);
  const old = indexOf(found);
  const definition = {
    ...old,
    hidden: typeof body["hidden"] === "boolean" ? body["hidden"] : old.hidden,
    unique: body["unique"] === true || old.unique,
    expireAfterSeconds: body["expireAfterSeconds"] === undefined ? old.expireAfterSeconds : Number(body["expireAfterSeconds"]),
  };
  return { ...schema, objects: schema.objects.map((one) => (one.id === found.id ? { ...one, definition } : one)) };
}

function createIndexes(schema: Schema, collection: string, body: Document): Schema {
  const base = findCollection(schema, collection) === undefined ? create(schema, collection, {}) : schema;
  const object = demand(base, collection);
  const indexes = (Array.isArray(body["indexes"]) ? (body["indexes"] as readonly Document[]) : []).map((index) => {
    const texts = Object.entries(asDocument(index["key"])).filter(([, order]) => order === "text");
    const weights = { ...Object.fromEntries(texts.map(([path]) => [path, 1])), ...asDocument(index["weights"]) };
    return indexObject(indexDefinition(collection, texts.length === 0 ? index : { ...index, weights }, collectionOf(object).collation));
  });
  const fresh = indexes.filter((index) => !base.objects.some((one) => one.id === index.id));
  const clash = indexes.find((index) =>
    base.objects.some((one) => one.id === index.id && JSON.stringify(one.definition) !== JSON.stringify(index.definition)),
  );
  if (clash !== undefined) refuse(`there is an index ${indexOf(clash).name} on ${collection} with other options`);
  return { ...base, objects: [...base.objects, ...fresh] };
}

function dropIndexes(schema: Schema, collection: string, index: JsonValue | undefined): Schema {
  demand(schema, collection);
  const names = index === "*" ? null : new Set(Array.isArray(index) ? (index as readonly string[]) : [String(index)]);
  const isGone = (object: SchemaObject): boolean =>
    object.kind === "index" && indexOf(object).collection === collection && (names === null || names.has(indexOf(object).name));
  return { ...schema, objects: schema.objects.filter((object) => !isGone(object)) };
}

function rename(schema: Schema, from: string, to: string): Schema {
  const object = demand(schema, from);
  if (findCollection(schema, to) !== undefined) refuse(`${to} is there already`);
  const definition = { ...collectionOf(object), name: to };
  const moved: SchemaObject = { ...object, id: collectionId(to), definition, outline: outlineOf(to, definition, shapeOf(object)) };
  const indexes = indexesOf(schema, from).map((index) => indexObject({ ...indexOf(index), collection: to }));
  const rest = schema.objects.filter((one) => one.id !== object.id && one.parent !== object.id);
  return { ...schema, objects: [...rest, moved, ...indexes] };
}
