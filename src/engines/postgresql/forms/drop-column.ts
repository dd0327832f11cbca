import type { Form, FormResult } from "../../step-draft.ts";
import { kindOf } from "../objects.ts";
import { withRestoredColumn } from "../plan/lost-values.ts";
import { changesOf, isOnKeptTable } from "../plan/place.ts";

/** A field goes in the contract phase, behind the gate that says that nobody uses it. */
export const dropColumn: Form = {
  id: "drop-column",
  summary: "Drop the field only after the release that no longer uses it.",
  apply: (context) =>
    changesOf(context, "column").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "drop" || !isOnKeptTable(context, change.object)) return [];
      const drafts = kindOf("column")
        .drop(change.object, context)
        .map((draft) => ({
          ...withRestoredColumn(draft, change.object, context),
          phase: "contract" as const,
          needs: [...draft.needs, "dependents-gone"],
        }));
      return drafts.length === 0 ? [] : [{ claimed: [change], drafts, carries: [], prechecks: [] }];
    }),
};
