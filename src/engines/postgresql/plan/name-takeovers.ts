import type { Schema } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { labelOf } from "../objects/address.ts";
import { findObject } from "../objects/surroundings.ts";

/** Kinds that share one space of names and stand in it by themselves. */
const relations = /^(?:table|view|materialized-view|sequence|foreign-table):/;

/**
 * A view that becomes a table, a table that becomes a view: the name is free only once the old one is gone. What makes the new one, and all that needs it,
 * waits for that moment. Cost: linear, a few rounds.
 */
export function takeOverNames(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const taken = takenNames(context.from, context.to);
  if (taken.size === 0) return drafts;
  const mark = (id: string): readonly string[] => (relations.test(id) && taken.has(labelOf(id)) ? [`name:${labelOf(id)}`] : []);
  const late = new Set<string>();
  const waits = (draft: StepDraft): boolean =>
    draft.phase !== "contract" && (draft.makes.some((id) => mark(id).length > 0) || draft.needs.some((id) => late.has(id)));
  let settled = drafts.map(
    (draft): StepDraft => ({
      ...draft,
      makes: [...draft.makes, ...draft.makes.flatMap(mark)],
      removes: [...draft.removes, ...draft.removes.flatMap(mark)],
    }),
  );
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    settled = settled.map((draft) => {
      if (!waits(draft)) return draft;
      for (const id of draft.makes) late.add(id);
      isMoving = true;
      return { ...draft, phase: "contract" };
    });
  }
  return settled;
}

/** Names that something of another kind has before and after. */
function takenNames(from: Schema, to: Schema): ReadonlySet<string> {
  const before = new Map(from.objects.flatMap((object) => (relations.test(object.id) ? [[labelOf(object.id), object.id] as const] : [])));
  return new Set(
    to.objects.flatMap((object) => {
      const old = relations.test(object.id) ? before.get(labelOf(object.id)) : undefined;
      return old !== undefined && old !== object.id && findObject(to, old) === undefined ? [labelOf(object.id)] : [];
    }),
  );
}
