import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanRequest } from "../../engine.ts";
import type { StepDraft } from "../../step-draft.ts";
import { commands, draftStep, hazard, locked } from "../draft.ts";
import { collectionOf, type Document } from "../schema.ts";

/**
 * One command, for a moment; documents and indexes stay. A write under the old name makes a collection of that name anew, so nobody may write there any more; and
 * `dropTarget` is never used.
 */
export function renameCollectionStep(before: SchemaObject, after: SchemaObject, strategy: PlanRequest["strategy"]): StepDraft {
  const [old, now] = [collectionOf(before).name, collectionOf(after).name];
  const rename = (from: string, to: string): Document => ({ renameCollection: `.${from}`, to: `.${to}` });
  return draftStep({
    kind: "rename-collection",
    phase: strategy === "direct" ? "expand" : "contract",
    summary: `rename collection ${old} to ${now}`,
    action: commands([rename(old, now)]),
    reverse: [commands([rename(now, old)])],
    blocks: [...locked(old), ...locked(now)],
    hazards: [
      hazard(
        "breaks-running-code",
        old,
        `code that reads ${old} finds nothing, code that writes to it makes it anew without validator and indexes`,
        strategy === "direct" ? "error" : "warning",
      ),
    ],
    makes: [after.id],
    removes: [before.id],
  });
}
