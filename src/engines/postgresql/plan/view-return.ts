import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { familyOf } from "../objects/type-family.ts";
import { attachedSql } from "../objects/attachments.ts";
import { childrenOf } from "../objects/surroundings.ts";
import { creationOf, heldBy } from "./swap.ts";
import { usersOf } from "./users.ts";

/**
 * A column cannot be taken out of a view in place, nor a value out of an enumeration: on the way back they go and come, and with them what rests on them
 * and what stands on them.
 */
export function returnThroughDependents(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  return drafts.map((draft) => {
    const [back, ...rest] = draft.reverse;
    const [id] = draft.makes;
    if (
      !/^(?:replace-view|replace-function|add-enum-value)$/.test(draft.kind) ||
      id === undefined ||
      back?.kind !== "statements" ||
      rest.length > 0
    )
      return draft;
    if (!back.statements.some((statement) => /^DROP (?:VIEW|TYPE|FUNCTION|PROCEDURE) /.test(statement))) return draft;
    const before = { ...context, to: context.from };
    const types = [id, ...familyOf(id, context.from, context.from).map((type) => type.id)];
    const columns = types.flatMap((type) => usersOf(context.from, type)).flatMap((user) => (user.kind === "column" ? [user.id] : []));
    const held = heldBy(context.from, [...types, ...columns]);
    const dependents = [
      ...held,
      ...held.flatMap((object) => (object.kind === "materialized-view" ? childrenOf(context.from, object.id, "index") : [])),
    ];
    const { up, down } = creationOf(before, dependents);
    const attached = attachedSql(context.from, [id, ...dependents.map((object) => object.id)]);
    return { ...draft, reverse: [{ ...back, statements: [...new Set([...down, ...back.statements, ...up, ...attached])] }] };
  });
}
