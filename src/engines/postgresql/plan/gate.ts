import type { HazardKind } from "../../../model/hazard.ts";
import type { StepDraft } from "../../step-draft.ts";
import { labelOf } from "../objects/address.ts";
import { draftStep } from "../objects/draft.ts";

const harmful: ReadonlySet<HazardKind> = new Set<HazardKind>(["breaks-running-code", "deletes-data", "breaks-dependents"]);

/** What the contract phase waits for; null where it takes nothing away that somebody may use. */
export function gateFor(contract: readonly StepDraft[]): StepDraft | null {
  const breaking = contract.filter((draft) => draft.hazards.some((hazard) => harmful.has(hazard.kind) && hazard.level !== "note"));
  if (breaking.length === 0) return null;
  const gone = breaking.flatMap((draft) =>
    draft.removes.filter((id) => /^(column|table|view|materialized-view|function|sequence|enum):/.test(id)).map(labelOf),
  );
  const names = [...new Set(gone)];
  const waitsFor =
    names.length === 0
      ? "the release that fits the contract phase"
      : `the release that no longer uses ${names.slice(0, 12).join(", ")}${names.length > 12 ? ` and ${names.length - 12} more` : ""}`;
  return {
    ...draftStep({ kind: "deploy-gate", phase: "contract", summary: `Wait for ${waitsFor}`, statements: [], reverse: [], limits: {} }),
    action: { kind: "deploy-gate", application: "application", waitsFor },
    needs: breaking.flatMap((draft) => draft.removes),
  };
}
