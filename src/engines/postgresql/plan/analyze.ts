import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { IndexDefinition } from "../definitions.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, lock } from "../objects/draft.ts";
import { findObject, isAdded } from "../objects/surroundings.ts";
import { scopeFor } from "./scope.ts";

/** A step that reads a sample of the table, so that the planner knows what it discarded or never had. */
export function analyzeDraft(
  context: PlanContext,
  tableId: string,
  what: Pick<StepDraft, "phase" | "needs"> & { readonly why: string; readonly makes?: readonly string[]; readonly transaction?: "shared" },
): StepDraft {
  return {
    ...draftStep({
      kind: "analyze",
      phase: what.phase,
      summary: `Gather statistics of ${labelOf(tableId)}: ${what.why}`,
      statements: [`ANALYZE ${sqlNameOf(tableId)}`],
      reverse: [],
      transaction: what.transaction ?? scopeFor(context, "own"),
      blocks: [lock(labelOf(tableId), "SHARE UPDATE EXCLUSIVE", "scan")],
      makes: what.makes ?? [],
    }),
    needs: what.needs,
  };
}

/** Statistics follow what discards them: a new type or expression where the column stands, an index over an expression. */
export function withStatistics(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const analyses = new Map<string, StepDraft>();
  for (const draft of drafts) {
    const [id] = draft.makes;
    const object = id === undefined ? undefined : findObject(context.to, id);
    if (object?.parent === undefined || !object.parent.startsWith("table:") || isAdded(context, object.parent)) continue;
    const rewrites =
      object.kind === "column" && draft.hazards.some((hazard) => hazard.kind === "rewrites-object") && !isAdded(context, object.id);
    if (!rewrites && !(object.kind === "index" && isOverExpression(define<IndexDefinition>(object)))) continue;
    const why = rewrites ? "those of a rewritten field are gone" : "those of an expression exist only once it has an index";
    const analysis = analyzeDraft(context, object.parent, { phase: draft.phase, needs: [object.id], why });
    const other = analyses.get(`${draft.phase} ${object.parent}`) ?? analysis;
    analyses.set(`${draft.phase} ${object.parent}`, { ...other, needs: [...new Set([...other.needs, ...analysis.needs])] });
  }
  // Behind all that is done in one transaction around the change: what stepped aside must not stay away meanwhile.
  return analyses.size === 0 ? drafts : [...drafts, ...analyses.values()];
}

function isOverExpression(index: IndexDefinition): boolean {
  const keys = / USING \w+ \((.*)$/s.exec(index.text)?.[1] ?? "";
  return /^\(|, \(|\w\(/.test(keys.replace(/\) (?:INCLUDE|WITH|WHERE) .*$/s, ")"));
}
