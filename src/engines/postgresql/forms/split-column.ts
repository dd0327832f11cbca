import type { CompanionForm } from "../plan/form-result.ts";
import { reshapeByRule } from "../plan/reshape.ts";

/** One field becomes several. */
export const splitColumn: CompanionForm = {
  id: "split-column",
  summary: "Fill the parts beside the whole, keep both sides equal by the declared rules, drop the whole when nobody uses it.",
  apply: (context) => reshapeByRule(context, "split", "split-column"),
};
