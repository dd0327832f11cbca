import type { Change } from "../../model/change.ts";
import { isEqualJson } from "../../model/json.ts";
import { printName } from "../../model/name.ts";
import type { Field, Schema, SchemaObject } from "../../model/schema.ts";
import { compareSchemas } from "../diff.ts";
import type { Engine } from "../engine.ts";
import { typeChange } from "./field-type.ts";
import { collectionId, collectionOf, indexId, indexOf } from "./schema.ts";

/** Ids of renamed collections with those of their indexes; field renames are no matter of objects. */
export function objectRenames(from: Schema, to: Schema, renames: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = new Set(from.objects.map((object) => object.id));
  const own = Object.entries(renames).filter(([id, next]) => known.has(id) && id !== next);
  const found: Record<string, string> = Object.fromEntries(own);
  for (const [id, next] of own) {
    const [before, after] = [from.objects.find((one) => one.id === id), to.objects.find((one) => one.id === next)];
    if (before?.kind !== "collection" || after?.kind !== "collection") continue;
    for (const object of from.objects)
      if (object.kind === "index" && object.parent === id) found[object.id] ??= indexId(collectionOf(after).name, indexOf(object).name);
  }
  return found;
}

/** An index that only follows its collection's new name is no change. */
export function compare(from: Schema, to: Schema, renames: Readonly<Record<string, string>>): readonly Change[] {
  return compareSchemas(from, to, objectRenames(from, to, renames)).filter((change) => {
    if (change.kind !== "rename" || change.from.kind !== "index") return true;
    const [before, after] = [indexOf(change.from), indexOf(change.to)];
    return !isEqualJson({ ...before, collection: after.collection }, after);
  });
}

export function fieldId(collection: string, path: string): string {
  return `field:${printName([collection, path])}`;
}

type Candidate = Awaited<ReturnType<Engine["findRenames"]>>[number];

/** Declared fields of one collection with equal types, and collections with mostly equal fields. */
export function findRenames(from: Schema, to: Schema): readonly Candidate[] {
  const [before, after] = [collectionsOf(from), collectionsOf(to)];
  const fields = [...before].flatMap(([id, old]) => {
    const now = after.get(id);
    return now === undefined ? [] : fieldCandidates(old, now);
  });
  const gone = [...before.values()].filter((object) => !after.has(object.id));
  const come = [...after.values()].filter((object) => !before.has(object.id));
  const collections = gone.flatMap((old) => come.flatMap((now) => collectionCandidate(old, now)));
  return [...fields, ...collections].toSorted((a, b) => b.confidence - a.confidence);
}

function collectionsOf(schema: Schema): ReadonlyMap<string, SchemaObject> {
  return new Map(schema.objects.filter((object) => object.kind === "collection").map((object) => [object.id, object]));
}

/** Only what a validator declares: a sampled field that no validator names has not gone because nobody names it. */
function declaredFields(object: SchemaObject): readonly Field[] {
  return (object.outline?.fields ?? []).filter((field) => field.name !== "_id" && isDeclared(object, field.name));
}
function isDeclared(object: SchemaObject, path: string): boolean {
  const text = JSON.stringify(collectionOf(object).validator ?? {});
  const last =
    path
      .split(".")
      .at(-1)
      ?.replaceAll(/["[\]]/g, "") ?? path;
  return text.includes(JSON.stringify(last));
}

function fieldCandidates(old: SchemaObject, now: SchemaObject): readonly Candidate[] {
  const [before, after] = [declaredFields(old), declaredFields(now)];
  const gone = before.filter((field) => !after.some((other) => other.name === field.name));
  const come = after.filter((field) => !before.some((other) => other.name === field.name));
  const name = collectionOf(now).name;
  return gone.flatMap((was) =>
    come.flatMap((is) => {
      if (typeChange(was.type, is.type) !== "same") return [];
      const isAlone = gone.length === 1 && come.length === 1;
      const isSamePlace = before.indexOf(was) === after.indexOf(is);
      const confidence =
        Math.round((0.4 + (isAlone ? 0.3 : 0) + (isSamePlace ? 0.1 : 0) + (was.required === is.required ? 0.1 : 0)) * 100) / 100;
      return [
        {
          from: fieldId(name, was.name),
          to: fieldId(name, is.name),
          confidence,
          because: `both are ${is.type}${isAlone ? " and nothing else went or came" : ""}`,
        },
      ];
    }),
  );
}

function collectionCandidate(old: SchemaObject, now: SchemaObject): readonly Candidate[] {
  const [before, after] = [old, now].map((object) =>
    (object.outline?.fields ?? []).map((field) => field.name).filter((name) => name !== "_id"),
  );
  const shared = (before ?? []).filter((name) => after?.includes(name)).length;
  const all = new Set([...(before ?? []), ...(after ?? [])]).size;
  if (shared === 0 || shared / all < 0.6) return [];
  return [
    {
      from: old.id,
      to: collectionId(collectionOf(now).name),
      confidence: Math.round((shared / all) * 90) / 100,
      because: `${shared} of ${before?.length ?? 0} fields have the same names`,
    },
  ];
}
