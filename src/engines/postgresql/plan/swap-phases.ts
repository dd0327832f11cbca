import type { Change } from "../../../model/change.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define } from "../objects/draft.ts";
import { type Swap, swapDependents } from "./swap.ts";

export interface Swapped {
  readonly claimed: readonly Change[];
  readonly before: readonly StepDraft[];
  readonly after: readonly StepDraft[];
}
interface Companions {
  readonly claimed: ReadonlySet<Change>;
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** Dependents are taken away and put back around what changes under them: in the expand phase for what is altered in place, in the contract phase for what goes. */
export function swapAround(context: PlanContext, companions: Companions): Swapped {
  const altered = context.changes.flatMap((change) => (!companions.claimed.has(change) && alters(change) ? [change] : []));
  const replaced = context.changes.flatMap((change) => (!companions.claimed.has(change) && isReplaced(change, context) ? [change] : []));
  const dropped = context.changes.flatMap((change) =>
    change.kind === "drop" && /^(column|table|view|materialized-view|function|enum)$/.test(change.object.kind) ? [change.object.id] : [],
  );
  const ids = (changes: readonly Change[], side: "from" | "to"): readonly string[] =>
    changes.flatMap((change) => ("object" in change ? [] : [change[side].id]));
  const contractGone = [...companions.gone, ...dropped, ...ids(replaced, "from")];
  const contractCome = [...companions.come, ...ids(replaced, "to")];
  const [expandGone, expandCome] = [ids(altered, "from"), ids(altered, "to")];
  if (context.request.strategy === "direct") {
    return onePhase(
      swapDependents({
        context,
        phase: "expand",
        gone: [...contractGone, ...expandGone],
        come: [...contractCome, ...expandCome],
        later: new Set(),
      }),
    );
  }
  const contract = swapDependents({ context, phase: "contract", gone: contractGone, come: contractCome, later: new Set() });
  const expand = swapDependents({ context, phase: "expand", gone: expandGone, come: expandCome, later: contract.ids });
  return {
    claimed: [...expand.claimed, ...contract.claimed],
    before: [...expand.before, ...contract.before],
    after: [...expand.after, ...contract.after],
  };
}

function onePhase(swap: Swap): Swapped {
  return { claimed: swap.claimed, before: swap.before, after: swap.after };
}

/** In place, but not under the eyes of a view. */
function alters(change: Change): boolean {
  if (change.kind !== "modify" || change.to.kind !== "column") return false;
  const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
  return (
    before.type !== after.type ||
    before.collation !== after.collation ||
    before.generated?.expression !== after.generated?.expression ||
    (before.generated === null) !== (after.generated === null)
  );
}

/** Dropped and made anew, because there is no altering it. */
function isReplaced(change: Change, context: PlanContext): boolean {
  return (
    change.kind === "modify" &&
    /^(view|materialized-view|function|enum|domain)$/.test(change.to.kind) &&
    (kindOf(change.to.kind).alter(change.from, change.to, context)?.[0]?.phase ?? "contract") === "contract"
  );
}
