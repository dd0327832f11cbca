import { printName } from "../../model/name.ts";
import type { JsonValue } from "../../model/json.ts";
import type { ParsedStatement } from "../engine.ts";
import type { RuleContext, RuleHit } from "../rule.ts";
import { type CommandTree, treeOf } from "./parse/statement.ts";
import { documentAt, documentsAt, documentsIn, isDocument, isList, isUnread, spanOf, textAt } from "./parse/value.ts";
import {
  collectionOf,
  type CollectionDefinition,
  type Document,
  findCollection,
  indexesOf,
  indexOf,
  type PathShape,
  type SampledShape,
  shapeOf,
} from "./schema.ts";

/** The dotted label of the collection that a command is about; null: none, or only running tells. */
export function labelOf(tree: CommandTree): string | null {
  const { collection, db } = tree.command;
  return collection === null || collection.startsWith("?") ? null : printName(db === null ? [collection] : [db, collection]);
}

/** A hit on a member of a document of the statement, with its place. */
export function hitAt(
  statement: ParsedStatement,
  holder: JsonValue | undefined,
  key: string,
  object: string | null,
  what?: string,
): RuleHit {
  const span = spanOf(holder, key);
  const told = what === undefined ? {} : { what };
  // A document that is written elsewhere in the file has its place there.
  return span === null ? { object, ...told } : { object, ...told, start: span.start - statement.start, end: span.end - statement.start };
}

/** Whether this set of migrations made the collection, and nothing has been put into it. */
export function isNew(context: RuleContext, label: string): boolean {
  return context.created.has(label) && !context.filled.has(label);
}

/** Whether the collection may hold documents: it is there, or nothing is known, and this set has not made it empty. */
export function mayHoldDocuments(context: RuleContext, tree: CommandTree): boolean {
  const label = labelOf(tree);
  if (label === null || isNew(context, label)) return false;
  if (tree.command.db !== null || context.before === null || context.filled.has(label)) return true;
  return findCollection(context.before, tree.command.collection ?? "") !== undefined;
}

export interface Change {
  /** The entry of `updates`, or the command itself for `findAndModify`. */
  readonly entry: Document;
  readonly filter: Document;
  readonly filterKey: string;
  readonly update: JsonValue;
  readonly isMany: boolean;
}

export function updatesOf({ command }: CommandTree): readonly Change[] {
  const { name, body } = command;
  if (name === "update")
    return documentsAt(body, "updates").flatMap((entry): readonly Change[] =>
      isUnread(entry)
        ? []
        : [{ entry, filter: documentAt(entry, "q") ?? {}, filterKey: "q", update: entry["u"] ?? {}, isMany: entry["multi"] === true }],
    );
  if (!/^findandmodify$/i.test(name) || body["update"] === undefined) return [];
  return [{ entry: body, filter: documentAt(body, "query") ?? {}, filterKey: "query", update: body["update"] ?? {}, isMany: false }];
}

/** Whether a filter is there and says something, as far as reading tells. */
export function isEmptyFilter(entry: Document, key: string): boolean {
  const filter = entry[key];
  return filter === undefined || (isDocument(filter) && Object.keys(filter).length === 0);
}

/** What operators of an update do to which path; stages of a pipeline likewise. */
export function settersOf(
  update: JsonValue,
): readonly { readonly operator: string; readonly path: string; readonly value: JsonValue; readonly holder: Document }[] {
  if (isList(update)) return update.filter(isDocument).flatMap((stage) => settersOf(stage));
  if (!isDocument(update) || isUnread(update)) return [];
  return Object.entries(update).flatMap(([operator, inner]) => {
    if (operator === "$unset" && typeof inner === "string") return [{ operator, path: inner, value: "", holder: update }];
    if (operator === "$unset" && isList(inner))
      return inner.filter((path) => typeof path === "string").map((path) => ({ operator, path, value: "", holder: update }));
    return isDocument(inner) ? Object.entries(inner).map(([path, value]) => ({ operator, path, value, holder: inner })) : [];
  });
}

/** Every filter of a command with the document that holds it. */
export function filtersOf({
  command,
}: CommandTree): readonly { readonly filter: Document; readonly holder: Document; readonly key: string }[] {
  const { name, body } = command;
  const holders: readonly (readonly [Document, string])[] =
    name === "update" || name === "delete"
      ? documentsAt(body, name === "update" ? "updates" : "deletes").map((entry) => [entry, "q"] as const)
      : name === "find"
        ? [[body, "filter"]]
        : name === "aggregate"
          ? stagesIn(body["pipeline"])
              .filter((stage) => stage["$match"] !== undefined)
              .map((stage) => [stage, "$match"] as const)
          : [[body, "query"]];
  return holders.flatMap(([holder, key]) => {
    const filter = documentAt(holder, key);
    return filter === null ? [] : [{ filter, holder, key }];
  });
}

/** Stages of a pipeline and of the pipelines in it. */
export function stagesIn(pipeline: JsonValue | undefined): readonly Document[] {
  if (!isList(pipeline)) return [];
  return pipeline.filter(isDocument).flatMap((stage) => {
    const [name = ""] = Object.keys(stage);
    const inner = stage[name];
    const below =
      name === "$facet" && isDocument(inner)
        ? Object.values(inner).flatMap((one) => stagesIn(one))
        : isDocument(inner)
          ? stagesIn(inner["pipeline"])
          : [];
    return [stage, ...below];
  });
}

export interface KnownIndex {
  readonly name: string;
  readonly key: readonly (readonly [path: string, order: JsonValue])[];
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  readonly isHidden: boolean;
  readonly isPartial: boolean;
  readonly isTtl: boolean;
  readonly collation: Document | null;
  readonly spec: Document | null;
}

export function indexOfSpec(spec: Document): KnownIndex {
  const key = documentAt(spec, "key") ?? {};
  return {
    name: textAt(spec, "name") ?? "",
    key: Object.entries(key),
    isUnique: spec["unique"] === true,
    isSparse: spec["sparse"] === true,
    isHidden: spec["hidden"] === true,
    isPartial: spec["partialFilterExpression"] !== undefined,
    isTtl: spec["expireAfterSeconds"] !== undefined,
    collation: documentAt(spec, "collation"),
    spec,
  };
}

/** Indexes that a command makes. */
export function newIndexes({ command }: CommandTree): readonly KnownIndex[] {
  return command.name === "createIndexes"
    ? documentsAt(command.body, "indexes")
        .filter((spec) => documentAt(spec, "key") !== null)
        .map(indexOfSpec)
    : [];
}

const idIndex: KnownIndex = {
  name: "_id_",
  key: [["_id", 1]],
  isUnique: true,
  isSparse: false,
  isHidden: false,
  isPartial: false,
  isTtl: false,
  collation: null,
  spec: null,
};

/** Indexes that a collection has before the statement, by the schema and by earlier statements of the script. */
export function indexesBefore(context: RuleContext, collection: string, upTo: number = context.index): readonly KnownIndex[] {
  const found = new Map<string, KnownIndex>([["_id_", idIndex]]);
  for (const object of context.before === null ? [] : indexesOf(context.before, collection)) {
    const { name, key, unique, sparse, hidden, partialFilter, expireAfterSeconds, collation } = indexOf(object);
    const parts = key.map(({ path, order }) => [path, order] as const);
    found.set(name, {
      name,
      key: parts,
      isUnique: unique,
      isSparse: sparse,
      isHidden: hidden,
      isPartial: partialFilter !== null,
      isTtl: expireAfterSeconds !== null,
      collation,
      spec: null,
    });
  }
  for (const statement of context.statements.slice(0, upTo)) {
    const tree = treeOf(statement);
    if (tree.command.collection !== collection) continue;
    for (const index of newIndexes(tree)) found.set(index.name, index);
    if (tree.command.name !== "dropIndexes") continue;
    const dropped = tree.command.body["index"];
    if (dropped === "*") found.clear();
    for (const name of isList(dropped) ? dropped : [dropped]) if (typeof name === "string") found.delete(name);
  }
  return [...found.values()];
}

/** Whether some index begins with the path. Null: not known. */
export function isIndexed(context: RuleContext, collection: string, path: string): boolean | null {
  const isKnown =
    context.before !== null && (findCollection(context.before, collection) !== undefined || context.created.has(printName([collection])));
  const has = (upTo: number): boolean =>
    indexesBefore(context, collection, upTo).some(
      ({ key, isHidden, isPartial }) => !isHidden && !isPartial && (key[0]?.[0] === path || key[0]?.[0] === "$**"),
    );
  return has(context.index) ? true : isKnown ? false : null;
}

export function definitionOf(context: RuleContext, collection: string | null): CollectionDefinition | null {
  const object = context.before === null || collection === null ? undefined : findCollection(context.before, collection);
  return object === undefined ? null : collectionOf(object);
}

export function shapeIn(context: RuleContext, collection: string | null): SampledShape | null {
  const object = context.before === null || collection === null ? undefined : findCollection(context.before, collection);
  return object === undefined ? null : shapeOf(object);
}

/** What was seen at a path, however deep arrays stand in between. */
export function seenAt(shape: SampledShape | null, path: string): PathShape | null {
  const plain = Object.entries(shape?.paths ?? {}).map(([name, seen]) => [name.replaceAll('"', ""), seen] as const);
  const found = plain.find(([name]) => name === path) ?? plain.find(([name]) => name.replaceAll("[]", "") === path.replaceAll("[]", ""));
  return found?.[1] ?? null;
}

/** `$jsonSchema` documents of a validator and of what is below their properties, with the path of the field each is about. */
export function schemasOf({ command }: CommandTree): readonly { readonly schema: Document; readonly path: string }[] {
  const validator = documentAt(command.body, "validator");
  return [...documentsIn(validator)].flatMap(({ document }) => {
    const schema = documentAt(document, "$jsonSchema");
    return schema === null ? [] : below(schema, "");
  });
}

function below(schema: Document, path: string): readonly { readonly schema: Document; readonly path: string }[] {
  const properties = Object.entries(documentAt(schema, "properties") ?? {}).flatMap(([name, one]) =>
    isDocument(one) ? below(one, path === "" ? name : `${path}.${name}`) : [],
  );
  const items = documentAt(schema, "items");
  return [{ schema, path }, ...properties, ...(items === null ? [] : below(items, `${path}[]`))];
}

export function countOf(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
