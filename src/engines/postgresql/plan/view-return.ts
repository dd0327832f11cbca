import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { attachedSql } from "../objects/attachments.ts";
import { creationOf, heldBy } from "./swap.ts";

/** A column cannot be taken out of a view in place: on the way back the view goes and comes, and with it what rests on it and what stands on it. */
export function returnThroughDependents(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  return drafts.map((draft) => {
    const [back, ...rest] = draft.reverse;
    const [id] = draft.makes;
    if (draft.kind !== "replace-view" || id === undefined || back?.kind !== "statements" || rest.length > 0) return draft;
    if (!back.statements.some((statement) => statement.startsWith("DROP VIEW"))) return draft;
    const before = { ...context, to: context.from };
    const dependents = heldBy(context.from, [id]);
    const { up, down } = creationOf(before, dependents);
    const attached = attachedSql(context.from, [id, ...dependents.map((object) => object.id)]);
    return { ...draft, reverse: [{ ...back, statements: [...new Set([...down, ...back.statements, ...up, ...attached])] }] };
  });
}
