import type { Change } from "../../../model/change.ts";
import { labelOf } from "../objects/address.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { hazard } from "../objects/draft.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { isBound } from "./swap.ts";

/** A function whose new body speaks of fields that only the cut-over completes is replaced after it; a sequence is tied to such a field after it. */
export function afterCutOver(change: Change, draft: StepDraft, come: readonly string[]): StepDraft {
  const object = "object" in change ? change.object : change.to;
  const speaksOfNew = object.kind === "function" && change.kind !== "drop" && object.dependsOn.some((id) => come.includes(id));
  const tiesToNew = draft.kind === "own-sequence" && draft.needs.some((id) => come.includes(id));
  return speaksOfNew || tiesToNew ? { ...draft, phase: "contract" } : draft;
}

/** Steps that take away what the text of a body uses say so: the server lets them pass, the next call fails. */
export function warnOfBodies(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const changed = new Set(context.changes.map((change) => ("object" in change ? change.object.id : change.to.id)));
  const texts = context.from.objects.filter(
    (object) => object.kind === "function" && !changed.has(object.id) && !isBound(object, object.dependsOn),
  );
  if (texts.length === 0) return drafts;
  const byUse = new Map<string, SchemaObject[]>();
  for (const text of texts) for (const id of text.dependsOn) byUse.set(id, [...(byUse.get(id) ?? []), text]);
  return drafts.map((draft) => {
    const gone = draft.removes.filter((id) => id.startsWith("column:") || id.startsWith("table:"));
    const users = draft.kind === "take-dependents-away" ? [] : [...new Set(gone.flatMap((id) => byUse.get(id) ?? []))];
    const hazards = users.map((object) =>
      hazard(
        "breaks-dependents",
        labelOf(object.id),
        `The body of the function still uses ${gone.map(labelOf).join(", ")}; it must be rewritten.`,
      ),
    );
    return hazards.length === 0 ? draft : { ...draft, hazards: [...draft.hazards, ...hazards] };
  });
}
