import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { findObject, isAdded } from "../objects/surroundings.ts";

/**
 * A step that runs a function (a check that is proven, rows that are written) needs all that the function calls in turn, also round a ring of functions
 * of which none is made before the other by itself.
 */
export function withCalled(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const isNew = (id: string): boolean => id.startsWith("function:") && isAdded(context, id);
  if (!context.changes.some((change) => change.kind === "add" && change.object.kind === "function")) return drafts;
  return drafts.map((draft) => {
    if (draft.makes.some((id) => id.startsWith("function:")) || !draft.needs.some(isNew)) return draft;
    return { ...draft, needs: [...new Set([...draft.needs, ...reached(context, draft.needs.filter(isNew))])] };
  });
}

function reached(context: PlanContext, ids: readonly string[]): readonly string[] {
  const [seen, queue] = [new Set<string>(), [...ids]];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    queue.push(
      ...(findObject(context.to, id)?.dependsOn ?? []).filter((other) => other.startsWith("function:") && isAdded(context, other)),
    );
  }
  return [...seen];
}
