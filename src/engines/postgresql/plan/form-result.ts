import type { Change } from "../../../model/change.ts";
import type { Check } from "../../../model/plan.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { Companion } from "./companion.ts";

/** A form whose change runs through companions: it says which fields take the place of which, the plan does the rest for all of a table at once. */
export interface CompanionForm {
  readonly id: string;
  readonly summary: string;
  readonly apply: (context: PlanContext) => readonly CompanionResult[];
}
export interface CompanionResult {
  readonly claimed: readonly Change[];
  readonly companion: Companion;
  readonly prechecks: readonly Check[];
}
