import type { Change } from "../../../model/change.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define } from "../objects/draft.ts";
import { replacedKinds } from "../objects/stand-alone-kinds.ts";
import { swapDependents, type SwapRequest } from "./swap.ts";

export interface Swapped {
  readonly claimed: readonly Change[];
  /** All that goes and comes, whether it changes or not. */
  readonly ids: ReadonlySet<string>;
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
  const isDirect = context.request.strategy === "direct";
  // What companions of the direct strategy take away goes with them, in the expand phase.
  const goneEarly = new Set(isDirect ? companions.gone : []);
  const dropped = context.changes.flatMap((change) =>
    change.kind === "drop" &&
    !goneEarly.has(change.object.id) &&
    /^(column|table|view|materialized-view|function|enum)$/.test(change.object.kind)
      ? [change.object.id]
      : [],
  );
  const ids = (changes: readonly Change[], side: "from" | "to"): readonly string[] =>
    changes.flatMap((change) => ("object" in change ? [] : [change[side].id]));
  const touched = (changes: readonly Change[]): readonly string[] => changes.flatMap((change) => rebuiltBy(change, context));
  // Companions of the direct strategy trade places at once, in the expand phase.
  const [early, late] = isDirect ? [companions, { gone: [], come: [] }] : [{ gone: [], come: [] }, companions];
  const expanding: Pick<SwapRequest, "context" | "phase" | "gone" | "come" | "claimed"> = {
    context,
    claimed: companions.claimed,
    phase: "expand",
    gone: [...early.gone, ...ids(altered, "from")],
    come: [...early.come, ...ids(altered, "to")],
  };
  // What comes back in its final form while a column changes under it is not made anew a second time.
  const settled = new Set(swapDependents({ ...expanding, later: new Set() }).claimed);
  const left = replaced.filter((change) => !settled.has(change));
  const contract = swapDependents({
    context,
    claimed: companions.claimed,
    phase: "contract",
    gone: [...late.gone, ...dropped, ...touched(left)],
    come: [...late.come, ...touched(left)],
    later: new Set(),
  });
  const expand = swapDependents({ ...expanding, later: contract.ids });
  return {
    claimed: [...expand.claimed, ...contract.claimed],
    ids: new Set([...expand.ids, ...contract.ids]),
    before: [...expand.before, ...contract.before],
    after: [...expand.after, ...contract.after],
  };
}

/** An object that is made anew, and what is rewritten along with it (the columns of a type). */
function rebuiltBy(change: Change, context: PlanContext): readonly string[] {
  if (change.kind !== "modify") return [];
  const drafts = kindOf(change.to.kind).alter(change.from, change.to, context) ?? [];
  return [...new Set([change.to.id, ...drafts.flatMap(({ removes }) => removes)])];
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
export function isReplaced(change: Change, context: PlanContext): boolean {
  return (
    change.kind === "modify" &&
    (replacedKinds.has(change.to.kind) || /^(view|materialized-view|function|enum|domain)$/.test(change.to.kind)) &&
    (kindOf(change.to.kind).alter(change.from, change.to, context)?.[0]?.phase ?? "contract") === "contract"
  );
}
