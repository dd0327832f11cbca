import type { Change } from "../../model/change.ts";
import { printCanonical } from "../../model/json.ts";
import { printName } from "../../model/name.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { compareSchemas } from "../diff.ts";
import type { Engine, TypeChange } from "../engine.ts";
import { affinityOf } from "./alteration.ts";
import { columnOrder, tableOf, tablesOf } from "./definitions.ts";
import { neutralType } from "./neutral-type.ts";
import { columnId } from "./normalize.ts";

/** Column renames are part of their table's change; only names of objects count here. */
export function compare(from: Schema, to: Schema, renames: Readonly<Record<string, string>>): readonly Change[] {
  const known = new Set(from.objects.map((object) => object.id));
  return compareSchemas(from, to, Object.fromEntries(Object.entries(renames).filter(([id]) => known.has(id))));
}

/** By affinity (https://sqlite.org/datatype3.html): declared lengths and precisions are not enforced, so only the kind of value counts. */
export function typeChange(from: string, to: string): TypeChange {
  const [before, after] = [neutralType(from).type, neutralType(to).type];
  if (before === after) return "same";
  const [old, now] = [affinityOf(before), affinityOf(after)];
  if (old === now) return "widens-in-place";
  if (now === "BLOB") return "rewrites";
  if (now === "TEXT") return old === "BLOB" ? "may-fail" : "rewrites";
  if (old === "TEXT" || old === "BLOB") return "may-fail";
  if (now === "INTEGER") return "loses";
  return "rewrites";
}

type Candidate = Awaited<ReturnType<Engine["findRenames"]>>[number];

/** Columns of one table with equal definitions, and tables with mostly equal columns. */
export function findRenames(from: Schema, to: Schema): readonly Candidate[] {
  const [before, after] = [
    new Map(tablesOf(from).map((object) => [object.id, object])),
    new Map(tablesOf(to).map((object) => [object.id, object])),
  ];
  const columns = [...before].flatMap(([id, old]) => {
    const now = after.get(id);
    return now === undefined ? [] : columnCandidates(old, now);
  });
  const gone = [...before.values()].filter((object) => !after.has(object.id));
  const come = [...after.values()].filter((object) => !before.has(object.id));
  const tables = gone.flatMap((old) => come.flatMap((now) => tableCandidate(old, now)));
  return [...columns, ...tables].sort((a, b) => b.confidence - a.confidence);
}

function columnCandidates(old: SchemaObject, now: SchemaObject): readonly Candidate[] {
  const [before, after] = [tableOf(old), tableOf(now)];
  const gone = columnOrder(old).filter((name) => after.columns[name] === undefined);
  const come = columnOrder(now).filter((name) => before.columns[name] === undefined);
  return gone.flatMap((name) =>
    come.flatMap((other) => {
      const [was, is] = [before.columns[name], after.columns[other]];
      if (was === undefined || is === undefined || affinityOf(was.type) !== affinityOf(is.type)) return [];
      const isEqual = printCanonical(was) === printCanonical(is);
      const isSamePlace = columnOrder(old).indexOf(name) === columnOrder(now).indexOf(other);
      const isAlone = gone.length === 1 && come.length === 1;
      const confidence = 0.3 + (isEqual ? 0.2 : 0) + (isSamePlace ? 0.2 : 0) + (isAlone ? 0.2 : 0);
      const because = [
        `both are ${is.type === "" ? "untyped" : is.type}`,
        ...(isEqual ? ["with equal rules"] : []),
        ...(isSamePlace ? ["in the same place"] : []),
        ...(isAlone ? ["and nothing else went or came"] : []),
      ];
      return [
        { from: columnId(before.name, name), to: columnId(after.name, other), confidence: round(confidence), because: because.join(" ") },
      ];
    }),
  );
}

function tableCandidate(old: SchemaObject, now: SchemaObject): readonly Candidate[] {
  const [before, after] = [columnOrder(old), columnOrder(now)];
  const shared = before.filter((name) => after.includes(name)).length;
  const likeness = shared / new Set([...before, ...after]).size;
  if (likeness < 0.6) return [];
  return [
    {
      from: old.id,
      to: now.id,
      confidence: round(likeness * 0.9),
      because: `${shared} of ${before.length} columns of ${printName([tableOf(old).name])} have the same names`,
    },
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
