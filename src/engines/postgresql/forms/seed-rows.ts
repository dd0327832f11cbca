import { rowsKey } from "../../engine.ts";
import type { Form, FormResult } from "../../step-draft.ts";
import { draftStep, hazard } from "../objects/draft.ts";

/** Rows that a requirement brings. */
export const seedRows: Form = {
  id: "seed-rows",
  summary: "Insert the rows that are not there yet.",
  apply: (context) =>
    context.request.rules.flatMap((rule): readonly FormResult[] => {
      const [insert, remove] = [rule.forward[rowsKey], rule.backward[rowsKey]];
      if (rule.kind !== "rows" || insert === undefined) return [];
      const draft = draftStep({
        kind: "seed-rows",
        phase: "migrate",
        summary: `Bring the rows of intent ${rule.intent} into ${rule.object}`,
        statements: [insert],
        reverse: remove === undefined ? [] : [remove],
        reversibility: {
          kind: "exact",
          until: "other rows refer to them",
          loses: "rows that were there before under the same key, and what was written to the new ones",
        },
        hazards: [hazard("changes-data", rule.object, "New rows appear.", "note")],
        needs: [`table:${rule.object}`],
      });
      const caused = { ...draft, intents: [rule.intent] };
      return [{ claimed: [], drafts: [caused], carries: [], prechecks: [] }];
    }),
};
