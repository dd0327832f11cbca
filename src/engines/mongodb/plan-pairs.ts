import type { Change } from "../../model/change.ts";
import { parseName, printName } from "../../model/name.ts";
import type { SchemaObject } from "../../model/schema.ts";
import type { DataRule, PlanRequest } from "../engine.ts";
import { objectRenames } from "./compare.ts";
import { collectionOf, indexOf } from "./schema.ts";

/** A collection that is there before and after, with what changes in it. */
export interface CollectionPair {
  readonly before: SchemaObject;
  readonly after: SchemaObject;
  readonly rules: readonly DataRule[];
  readonly indexes: readonly Change[];
  /** Ids whose changes are planned with the pair. */
  readonly claimed: readonly string[];
}

/** Rules of the design, and fields that an answer declared to be renamed. */
export function rulesFrom(request: PlanRequest): readonly DataRule[] {
  const answered = Object.entries(request.renames).flatMap(([from, to]): readonly DataRule[] => {
    if (!from.startsWith("field:") || !to.startsWith("field:")) return [];
    const [old, now] = [parseName(from.slice("field:".length)), parseName(to.slice("field:".length))];
    const [collection = "", a = ""] = old;
    const b = now[1] ?? "";
    const isKnown = request.rules.some((rule) => rule.kind === "rename" && rule.from[0] === a && rule.to[0] === b);
    return isKnown
      ? []
      : [
          {
            kind: "rename",
            intent: request.origins[from] ?? "",
            object: printName([collection]),
            from: [a],
            to: [b],
            forward: {},
            backward: {},
          },
        ];
  });
  return [...request.rules, ...answered];
}

export function pairCollections(request: PlanRequest, changes: readonly Change[], rules: readonly DataRule[]): readonly CollectionPair[] {
  const renames = objectRenames(request.from, request.to, request.renames);
  return request.from.objects.flatMap((before): readonly CollectionPair[] => {
    if (before.kind !== "collection") return [];
    const id = renames[before.id] ?? before.id;
    const after = request.to.objects.find((object) => object.id === id);
    if (after === undefined) return [];
    const labels = [before, after].map((object) => printName([collectionOf(object).name]));
    const own = rules.filter((rule) => labels.includes(printName(parseName(rule.object))));
    const names = [before, after].map((object) => collectionOf(object).name);
    const indexes = changes.filter((change) => objectOf(change).kind === "index" && names.includes(indexOf(objectOf(change)).collection));
    const isChanged =
      indexes.length > 0 ||
      own.length > 0 ||
      changes.some((change) => objectOf(change).id === after.id || objectOf(change).id === before.id);
    return isChanged ? [{ before, after, rules: own, indexes, claimed: [before.id, after.id, ...indexes.flatMap(idsOf)] }] : [];
  });
}

function objectOf(change: Change): SchemaObject {
  return change.kind === "add" || change.kind === "drop" ? change.object : change.to;
}
function idsOf(change: Change): readonly string[] {
  return change.kind === "add" || change.kind === "drop" ? [change.object.id] : [change.from.id, change.to.id];
}
