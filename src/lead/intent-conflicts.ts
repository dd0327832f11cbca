import type { Intent } from "../model/intent.ts";
import { parseName, printName } from "../model/name.ts";
import { namesOf, objectOf } from "./intent-names.ts";

export interface Conflict {
  readonly object: string;
  readonly intents: readonly string[];
  readonly why: string;
}

/** Pairs of intents that exclude each other: one takes away or renames what another uses under the old name, or two make the same thing. */
export function findConflicts(intents: readonly Intent[]): readonly Conflict[] {
  const conflicts = new Map<string, Conflict>();
  for (const [index, one] of intents.entries()) {
    for (const other of intents.slice(index + 1)) {
      if (one.body.target !== other.body.target) continue;
      const conflict = conflictOf(one, other);
      if (conflict === null) continue;
      const known = conflicts.get(conflict.object);
      conflicts.set(conflict.object, { ...conflict, intents: [...new Set([...(known?.intents ?? []), ...conflict.intents])] });
    }
  }
  return [...conflicts.values()];
}

const takers = new Set(["drop-field", "drop-object", "rename-field", "rename-object", "move-field", "split-field", "merge-fields"]);

function conflictOf(one: Intent, other: Intent): Conflict | null {
  const made = namesOf(one)
    .filter((use) => use.expects === "new")
    .map((use) => use.name);
  const twice = namesOf(other).find((use) => use.expects === "new" && made.includes(use.name));
  const intents = [one.id, other.id];
  if (twice !== undefined) return { object: twice.name, intents, why: `both make ${twice.name}` };
  for (const [taker, user] of [
    [one, other],
    [other, one],
  ] as const) {
    if (!takers.has(taker.kind)) continue;
    const taken = takenBy(taker);
    const isDrop = taker.kind === "drop-field" || taker.kind === "drop-object";
    const hit = namesOf(user).find(
      (use) => use.expects === "present" && taken.some((name) => name === use.name || (isDrop && isWithin(use.name, name))),
    );
    if (hit !== undefined && (isDrop || takers.has(user.kind)))
      return { object: hit.name, intents, why: `${taker.id} takes ${hit.name} away and ${user.id} uses it` };
  }
  return null;
}

function takenBy(intent: Intent): readonly string[] {
  return namesOf(intent)
    .filter((use) => use.expects === "present" && (use.key === "field" || use.key === "fields" || use.key === "object"))
    .map((use) => use.name);
}

function isWithin(name: string, object: string): boolean {
  const parts = parseName(name);
  return objectOf(name) === object || printName(parts) === object;
}

/** Two wishes of different requests that cannot both be had as they stand: on what, and why; null: they do not touch each other. */
export function findClash(one: Intent, other: Intent): { readonly object: string; readonly why: string } | null {
  const sureConflict = conflictOf(one, other);
  if (sureConflict !== null) return sureConflict;
  if (one.kind === "adopt-schema" || other.kind === "adopt-schema") {
    const file = one.kind === "adopt-schema" ? one.body.file : other.kind === "adopt-schema" ? other.body.file : "";
    return isText(one) || isText(other) ? null : { object: file, why: `${file} is to be the whole schema` };
  }
  for (const [taker, user] of [
    [one, other],
    [other, one],
  ] as const) {
    if (!takers.has(taker.kind)) continue;
    const isWhole = taker.kind === "rename-object" || taker.kind === "drop-object";
    const taken = takenBy(taker);
    const hit = namesOf(user).find((use) => taken.some((name) => name === use.name || (isWhole && isWithin(use.name, name))));
    if (hit !== undefined) return { object: hit.name, why: `${taker.id} takes ${hit.name} away or renames it, and ${user.id} uses it` };
  }
  if (one.kind !== "change-field" || other.kind !== "change-field" || one.body.field !== other.body.field) return null;
  return { object: one.body.field, why: `both change ${one.body.field}` };
}

function isText(intent: Intent): boolean {
  return intent.kind === "query" || intent.kind === "tune" || intent.kind === "other";
}
