import type { StepDraft } from "../../step-draft.ts";
import { draftStep } from "../draft.ts";

/**
 * Old code goes on writing the old shape behind a backfill's bookmark: so the release that writes both shapes comes before it; and what is taken away waits for the
 * release that does without, and for the backfill.
 */
export function gatesOf(
  migrate: readonly StepDraft[],
  contract: readonly StepDraft[],
): { readonly migrate: readonly StepDraft[]; readonly contract: readonly StepDraft[] } {
  const changing = migrate.filter((draft) => draft.action.kind === "batches");
  const names = [...new Set(changing.map((draft) => draft.summary))];
  const both = `the release that writes the new shape (beside the old one, where that is still read) is the only one running: ${names.join("; ")}`;
  const removing = [...new Set(contract.map((draft) => draft.summary))];
  const without = `no running release needs what goes or writes what will be refused${changing.length === 0 ? "" : ", and the backfill has nothing left"}: ${removing.join("; ")}`;
  return {
    migrate: changing.length === 0 ? [] : [gate("migrate", both)],
    contract: contract.length === 0 ? [] : [gate("contract", without)],
  };
}

function gate(phase: "migrate" | "contract", waitsFor: string): StepDraft {
  return draftStep({
    kind: "deploy-gate",
    phase,
    summary: `wait until ${waitsFor}`,
    action: { kind: "deploy-gate", application: "application", waitsFor },
    reverse: [],
  });
}
