import { changeExpressionThroughCompanion } from "../forms/change-expression-through-companion.ts";
import type { CompanionForm } from "./form-result.ts";
import { reshapeByRule } from "./reshape.ts";

/** Rules that a plain change of schema cannot express: values move between fields. */
export const directCompanions: readonly CompanionForm[] = [
  {
    id: "split-directly",
    summary: "Fill the parts and drop the whole in one transaction.",
    apply: (context) => reshapeByRule(context, "split", "split-directly"),
  },
  {
    id: "merge-directly",
    summary: "Fill the whole and drop the parts in one transaction.",
    apply: (context) => reshapeByRule(context, "merge", "merge-directly"),
  },
  {
    id: "convert-directly",
    summary: "Convert by the declared expression in one transaction.",
    apply: (context) => reshapeByRule(context, "convert", "convert-directly"),
  },
  changeExpressionThroughCompanion,
];
