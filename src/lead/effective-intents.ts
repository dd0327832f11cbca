import type { HazardKind } from "../model/hazard.ts";
import type { Intent } from "../model/intent.ts";
import type { Answer } from "../model/question.ts";
import { locateObject, type Schema } from "../model/schema.ts";
import { findConflicts } from "./intent-conflicts.ts";
import { renameInIntent } from "./intent-names.ts";

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
  return ["drop-loses-data", "type-change-loses", "rule-not-inverse"].some(
    (kind) => answerTo(answers, questionId(kind, target, label)) === "keep",
  );
}

/** The one field or object that an intent is about. */
export function subjectOf(intent: Intent): string | null {
  if ("field" in intent.body) return intent.body.field;
  if (intent.kind === "merge-fields") return intent.body.object;
  if ("object" in intent.body && intent.body.object !== undefined) return intent.body.object;
  return null;
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
