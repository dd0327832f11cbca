import type { HazardKind } from "../model/hazard.ts";
import type { Intent } from "../model/intent.ts";
import { parseName, printName } from "../model/name.ts";
import type { Answer } from "../model/question.ts";
import { locateObject, type Schema } from "../model/schema.ts";
import { namesOf, objectOf, renameInIntent } from "./intent-names.ts";

/** The answer to a question, whatever facts it was given for. */
export function answerTo(answers: readonly Answer[], question: string): string | undefined {
  return answers.find((answer) => answer.question === question)?.choose;
}

export function questionId(kind: string, target: string, object: string): string {
  return `${kind}/${target}/${object}`;
}

/** Full label of an object: itself when it is not there, is unique, or the one that an answer chose. */
export function fullObject(schema: Schema, target: string, name: string, answers: readonly Answer[]): string {
  const located = locateObject(schema, name);
  if (located.length === 1) return located[0]?.outline.label ?? name;
  return answerTo(answers, questionId("ambiguous-name", target, name)) ?? name;
}

/** Intents with full names and with what answers take away taken away: these are designed. */
export function effectiveIntents(
  intents: readonly Intent[],
  schema: Schema,
  target: string,
  answers: readonly Answer[],
): readonly Intent[] {
  const named = intents.map((intent) => renameInIntent(intent, (name) => fullObject(schema, target, name, answers)));
  const given = new Set(named.filter((intent) => isGivenUp(intent, target, answers)).map((intent) => intent.id));
  const conflicts = findConflicts(named);
  for (const conflict of conflicts) {
    const chosen = answerTo(answers, questionId("conflicting-intents", target, conflict.object));
    if (chosen !== undefined && conflict.intents.includes(chosen)) for (const id of conflict.intents) if (id !== chosen) given.add(id);
  }
  return named.filter((intent) => !given.has(intent.id));
}

/** `keep` as the answer to a loss takes the intent back. */
function isGivenUp(intent: Intent, target: string, answers: readonly Answer[]): boolean {
  const label = subjectOf(intent);
  if (label === null) return false;
  return ["drop-loses-data", "type-change-loses"].some((kind) => answerTo(answers, questionId(kind, target, label)) === "keep");
}

/** The one field or object that an intent is about. */
export function subjectOf(intent: Intent): string | null {
  if ("field" in intent.body) return intent.body.field;
  if (intent.kind === "merge-fields") return intent.body.object;
  if ("object" in intent.body && intent.body.object !== undefined) return intent.body.object;
  return null;
}

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

/** Hazards that answers allow for these intents: who chose to drop allowed the loss. */
export function allowedByAnswers(intents: readonly Intent[], target: string, answers: readonly Answer[]): readonly HazardKind[] {
  const allowed = intents.flatMap((intent): readonly HazardKind[] => {
    const label = subjectOf(intent) ?? "";
    const choice = (kind: string): string | undefined => answerTo(answers, questionId(kind, target, label));
    if (choice("drop-loses-data") === "drop") return ["deletes-data", "irreversible", "breaks-running-code", "breaks-dependents"];
    if (choice("type-change-loses") === "proceed") return ["changes-data", "irreversible"];
    if (choice("rename-still-read") === "at-once" || choice("split-still-read") === "at-once")
      return ["breaks-running-code", "breaks-dependents"];
    return [];
  });
  return [...new Set(allowed)];
}
