import type { Form, FormResult } from "../../step-draft.ts";
import { kindOf } from "../objects.ts";
import { changesOf } from "../plan/place.ts";

/** A table goes in the contract phase, behind the gate that says that nobody uses it. */
export const dropTable: Form = {
  id: "drop-table",
  summary: "Drop the table only after the release that no longer uses it.",
  apply: (context) =>
    changesOf(context, "table").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "drop") return [];
      const drafts = kindOf("table")
        .drop(change.object, context)
        .map((draft) => ({ ...draft, phase: "contract" as const, needs: [...draft.needs, "dependents-gone"] }));
      return [{ claimed: [change], drafts, carries: [], prechecks: [] }];
    }),
};
