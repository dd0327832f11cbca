import type { CompanionForm } from "../plan/form-result.ts";
import { reshapeByRule } from "../plan/reshape.ts";

/** Several fields become one. */
export const mergeColumns: CompanionForm = {
  id: "merge-columns",
  summary: "Fill the whole beside its parts, keep both sides equal by the declared rules, drop the parts when nobody uses them.",
  apply: (context) => reshapeByRule(context, "merge", "merge-columns"),
};
