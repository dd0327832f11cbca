import type { Form, FormResult } from "../../step-draft.ts";
import type { EnumDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define, hazard } from "../objects/draft.ts";
import { changesOf } from "../plan/place.ts";
import { scopeFor } from "../plan/scope.ts";

/** A new value of an enumeration can be used only after the transaction that brought it: it gets one of its own. */
export const addEnumValue: Form = {
  id: "add-enum-value",
  summary: "ALTER TYPE … ADD VALUE in a transaction of its own, before anything that uses the value.",
  apply: (context) =>
    changesOf(context, "enum").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "modify") return [];
      const [before, after] = [define<EnumDefinition>(change.from), define<EnumDefinition>(change.to)];
      const isGrown = before.labels.every((label) => after.labels.includes(label)) && after.labels.length > before.labels.length;
      const drafts = isGrown ? kindOf("enum").alter(change.from, change.to, context) : null;
      if (drafts === null || drafts.some((draft) => draft.phase !== "expand")) return [];
      return [
        {
          claimed: [change],
          drafts: drafts.map((draft) => ({
            ...draft,
            action: draft.action.kind === "statements" ? { ...draft.action, transaction: scopeFor(context, "own") } : draft.action,
            hazards: [
              ...draft.hazards,
              hazard("not-transactional", change.to.id, "The value cannot be used in the transaction that adds it.", "note"),
            ],
          })),
          carries: [],
          prechecks: [],
        },
      ];
    }),
};
