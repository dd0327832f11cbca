import type { Change } from "../../../model/change.ts";
import { idOfChange } from "../../../model/change.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { findObject } from "../objects/surroundings.ts";

type Origins = Readonly<Record<string, string>>;

/** The intents behind some ids; what hangs on a table or a field has the cause of that if it has none of its own. */
export function intentsOf(context: PlanContext, ids: readonly string[]): readonly string[] {
  const { origins } = context.request;
  const own = named(origins, ids);
  if (own.length > 0) return own;
  const around = ids.flatMap((id) => {
    const object = findObject(context.to, id) ?? findObject(context.from, id);
    return object === undefined ? [] : [...object.dependsOn.filter((other) => !other.startsWith("table:")), object.parent ?? ""];
  });
  return named(origins, around);
}

function named(origins: Origins, ids: readonly string[]): readonly string[] {
  return [...new Set(ids.flatMap((id) => (Object.hasOwn(origins, id) ? [origins[id] as string] : [])))];
}

/** Drafts that a form made of the changes it claimed. */
export function causedBy(context: PlanContext, changes: readonly Change[], drafts: readonly StepDraft[]): readonly StepDraft[] {
  const ids = changes.flatMap((change) => ("object" in change ? [idOfChange(change)] : [change.from.id, change.to.id]));
  return withCause(drafts, intentsOf(context, ids));
}

export function withCause(drafts: readonly StepDraft[], intents: readonly string[]): readonly StepDraft[] {
  return intents.length === 0 ? drafts : drafts.map((draft) => (draft.intents === undefined ? { ...draft, intents } : draft));
}

/** Intents of a step: those its form knew, else those behind what it makes and removes, else behind what it rests on. The only intent there is causes all. */
export function causesOf(context: PlanContext, draft: StepDraft): readonly string[] {
  if (draft.intents !== undefined) return draft.intents;
  const own = intentsOf(context, [...draft.makes, ...draft.removes]);
  if (own.length > 0) return own;
  const around = intentsOf(context, [...draft.needs, ...draft.releases]);
  if (around.length > 0) return around;
  const all = new Set(Object.values(context.request.origins));
  return all.size === 1 ? [...all] : [];
}
