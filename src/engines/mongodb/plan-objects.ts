import type { Change } from "../../model/change.ts";
import type { Check } from "../../model/plan.ts";
import type { PlanRequest } from "../engine.ts";
import type { PlanContext, StepDraft } from "../step-draft.ts";
import { orderDrafts } from "../order.ts";
import { kindOf } from "./objects/kinds.ts";

/** Objects that come or go whole, views, roles and users: what goes waits behind the gate. */
export function planObjects(
  changes: readonly Change[],
  request: PlanRequest,
  claimed: ReadonlySet<string>,
): { readonly drafts: readonly StepDraft[]; readonly checks: readonly Check[] } {
  const context: PlanContext = { request, changes, from: request.from, to: request.to };
  const goesWith = new Set(changes.flatMap((change) => (change.kind === "drop" ? [change.object.id] : [])));
  const drafts = changes.flatMap((change): readonly StepDraft[] => {
    switch (change.kind) {
      case "add":
        return claimed.has(change.object.id) ? [] : kindOf(change.object).create(change.object, context);
      case "drop": {
        // Indexes go with their collection, and come back with it.
        const { object } = change;
        if (claimed.has(object.id) || (object.kind === "index" && object.parent !== undefined && goesWith.has(object.parent))) return [];
        return later(withIndexes(kindOf(object).drop(object, context), change, changes, context), request);
      }
      case "modify":
      case "rename": {
        if (claimed.has(change.to.id)) return [];
        const kind = kindOf(change.to);
        const altered = change.kind === "modify" ? kind.alter(change.from, change.to, context) : null;
        if (altered !== null) return change.to.kind === "view" ? later(altered, request) : altered;
        return later([...kind.drop(change.from, context), ...kind.create(change.to, context)], request);
      }
    }
  });
  return { drafts: orderDrafts(drafts), checks: [] };
}

function later(drafts: readonly StepDraft[], request: PlanRequest): readonly StepDraft[] {
  return request.strategy === "direct" ? drafts : drafts.map((draft) => ({ ...draft, phase: "contract" as const }));
}

/** The way back of a dropped collection makes its indexes again. */
function withIndexes(drafts: readonly StepDraft[], change: Change, changes: readonly Change[], context: PlanContext): readonly StepDraft[] {
  if (change.kind !== "drop" || change.object.kind !== "collection") return drafts;
  const own = changes.flatMap((other) =>
    other.kind === "drop" && other.object.kind === "index" && other.object.parent === change.object.id ? [other.object] : [],
  );
  const reverse = own.flatMap((index) =>
    kindOf(index)
      .create(index, context)
      .map((draft) => draft.action),
  );
  return drafts.map((draft) => ({
    ...draft,
    reverse: [...draft.reverse, ...reverse],
    removes: [...draft.removes, ...own.map((index) => index.id)],
  }));
}
