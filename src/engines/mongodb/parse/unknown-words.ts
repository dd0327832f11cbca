import type { JsonValue } from "../../../model/json.ts";
import { findNearest } from "../../../model/name.ts";
import type { Command } from "../command.ts";
import type { Document } from "../schema.ts";
import { documentAt, documentsAt, isDocument, isList, isUnread, isWrapped, listAt, type Span, spanOf } from "./value.ts";
import {
  anyCommand,
  bsonTypes,
  commands,
  entryOptions,
  expressions,
  fieldOperators,
  indexOptions,
  schemaKeywords,
  stages,
  topOperators,
  updateOperators,
} from "./vocabulary.ts";

/** A word that the server does not know, where it stands, and what may be meant. */
export interface UnknownWord {
  readonly word: string;
  /** `command`, `option of createIndexes`, `stage`… */
  readonly what: string;
  readonly nearest: string | null;
  readonly span: Span | null;
}
type Found = readonly UnknownWord[];

/** Words of a command that no server from 6.0 to 8.0 knows. What only running tells is passed over. */
export function findUnknownWords({ name, body }: Command): Found {
  const options = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (options === undefined) return [unknown(body, name, "command", Object.keys(commands))];
  const own = options.includes("*")
    ? []
    : Object.keys(body)
        .filter((key) => key !== name && !key.startsWith("...") && !anyCommand.has(key) && !options.includes(key))
        .map((key) => unknown(body, key, `option of ${name}`, [...options, "writeConcern", "comment", "maxTimeMS"]));
  return [...own, ...insideOf(name, body)];
}

function unknown(holder: JsonValue, word: string, what: string, known: readonly string[]): UnknownWord {
  return { word, what, nearest: findNearest(word, known) ?? null, span: spanOf(holder, word) };
}

function insideOf(name: string, body: Document): Found {
  switch (name) {
    case "create":
    case "collMod":
      return [
        ...inFilter(documentAt(body, "validator")),
        ...inPipeline(body["pipeline"]),
        ...inEntries(documentAt(body, "index") === null ? [] : [documentAt(body, "index") ?? {}], "index"),
      ];
    case "createIndexes":
      return documentsAt(body, "indexes").flatMap((index) => [
        ...among(index, "option of an index", indexOptions),
        ...inFilter(documentAt(index, "partialFilterExpression")),
      ]);
    case "update":
      return documentsAt(body, "updates").flatMap((entry) => [
        ...inEntries([entry], "updates"),
        ...inFilter(documentAt(entry, "q")),
        ...inUpdate(entry["u"]),
        ...documentsAt(entry, "arrayFilters").flatMap((filter) => inFilter(filter)),
      ]);
    case "delete":
      return documentsAt(body, "deletes").flatMap((entry) => [...inEntries([entry], "deletes"), ...inFilter(documentAt(entry, "q"))]);
    case "find":
      return inFilter(documentAt(body, "filter"));
    case "findAndModify":
      return [...inFilter(documentAt(body, "query")), ...inUpdate(body["update"])];
    case "count":
    case "distinct":
      return inFilter(documentAt(body, "query"));
    case "aggregate":
      return inPipeline(body["pipeline"]);
    default:
      return [];
  }
}

function among(holder: Document, what: string, known: readonly string[]): Found {
  return Object.keys(holder)
    .filter((key) => !key.startsWith("...") && !known.includes(key))
    .map((key) => unknown(holder, key, what, known));
}

function inEntries(entries: readonly Document[], member: string): Found {
  return entries.flatMap((entry) => among(entry, `option of ${member}`, entryOptions[member] ?? []));
}

/** A filter. https://www.mongodb.com/docs/manual/reference/operator/query/ */
export function inFilter(filter: Document | null): Found {
  if (filter === null || isUnread(filter)) return [];
  return Object.entries(filter).flatMap(([key, value]): Found => {
    if (!key.startsWith("$")) return inCondition(value);
    if (!topOperators.includes(key)) return [unknown(filter, key, "operator of a filter", topOperators)];
    if (key === "$and" || key === "$or" || key === "$nor")
      return isList(value) ? value.flatMap((one) => inFilter(isDocument(one) ? one : null)) : [];
    if (key === "$jsonSchema") return inSchema(value);
    return key === "$expr" ? inExpression(value) : [];
  });
}

function inCondition(value: JsonValue): Found {
  if (!isDocument(value) || isWrapped(value)) return [];
  const keys = Object.keys(value);
  // A document without operators is compared as a whole.
  if (!keys.some((key) => key.startsWith("$"))) return [];
  return keys.flatMap((key): Found => {
    if (!fieldOperators.includes(key)) return [unknown(value, key, "operator of a filter", fieldOperators)];
    const inner = value[key];
    if (key === "$not") return inCondition(inner ?? null);
    if (key === "$elemMatch" && isDocument(inner))
      return Object.keys(inner).some((one) => fieldOperators.includes(one)) ? inCondition(inner) : inFilter(inner);
    return [];
  });
}

function inUpdate(update: JsonValue | undefined): Found {
  if (isList(update)) return inPipeline(update);
  if (!isDocument(update) || isUnread(update)) return [];
  const keys = Object.keys(update).filter((key) => !key.startsWith("..."));
  // A document without operators replaces the old one.
  if (!keys.some((key) => key.startsWith("$"))) return [];
  return keys.filter((key) => !updateOperators.includes(key)).map((key) => unknown(update, key, "operator of an update", updateOperators));
}

export function inPipeline(pipeline: JsonValue | undefined): Found {
  if (!isList(pipeline)) return [];
  return pipeline.flatMap((stage): Found => {
    if (!isDocument(stage) || isUnread(stage)) return [];
    const [name = ""] = Object.keys(stage);
    if (name.startsWith("...")) return [];
    if (!stages.includes(name)) return name.startsWith("$_internal") ? [] : [unknown(stage, name, "stage", stages)];
    const inner = stage[name];
    if (name === "$match") return inFilter(isDocument(inner) ? inner : null);
    if (name === "$facet" && isDocument(inner)) return Object.values(inner).flatMap((one) => inPipeline(one));
    if (name === "$lookup" || name === "$unionWith") return inPipeline(isDocument(inner) ? inner["pipeline"] : undefined);
    return ["$set", "$addFields", "$project", "$group", "$replaceRoot", "$replaceWith", "$redact", "$setWindowFields"].includes(name)
      ? inExpression(inner)
      : [];
  });
}

function inExpression(value: JsonValue | undefined): Found {
  if (isList(value)) return value.flatMap((one) => inExpression(one));
  if (!isDocument(value) || isWrapped(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): Found => {
    if (key === "$literal") return [];
    const own =
      key.startsWith("$") && !expressions.includes(key) && !key.startsWith("$_internal")
        ? [unknown(value, key, "operator of an expression", expressions)]
        : [];
    return [...own, ...inExpression(inner)];
  });
}

function inSchema(schema: JsonValue | undefined): Found {
  if (!isDocument(schema) || isUnread(schema)) return [];
  const own = among(schema, "keyword of $jsonSchema", schemaKeywords);
  const types = (isList(schema["bsonType"]) ? schema["bsonType"] : [schema["bsonType"]]).filter(
    (type): type is string => typeof type === "string",
  );
  const wrong = types
    .filter((type) => !bsonTypes.includes(type))
    .map((type) => ({ ...unknown(schema, type, "type of $jsonSchema", bsonTypes), span: spanOf(schema, "bsonType") }));
  const below = ["properties", "patternProperties"].flatMap((key) => Object.values(documentAt(schema, key) ?? {}));
  const parts = [
    ...below,
    ...["allOf", "anyOf", "oneOf"].flatMap((key) => listAt(schema, key)),
    schema["not"],
    schema["items"],
    schema["additionalProperties"],
  ];
  return [...own, ...wrong, ...parts.flatMap((part) => (isList(part) ? part.flatMap((one) => inSchema(one)) : inSchema(part)))];
}
