import { printName } from "../../../model/name.ts";
import type { Form, FormResult } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { addConstraintSql, constraintTable, dropConstraintSql } from "../plan/attached.ts";
import { fitName } from "../plan/naming.ts";
import { changesOf, isOnOldTable } from "../plan/place.ts";
import { canStandAlone } from "../plan/scope.ts";
import { violationChecks } from "../plan/violations.ts";
import { quoteName } from "../quote.ts";
import { addAndValidate } from "./constraint-not-valid.ts";

/** The new form of a check or reference is proven beside the old one before that goes: the table is never without a rule. */
export const replaceCheck: Form = {
  id: "replace-check",
  summary: "Add and prove the new rule under a waiting name, then let it take the old one's place in a moment.",
  apply: (context) =>
    canStandAlone(context)
      ? changesOf(context, "constraint").flatMap((change): readonly FormResult[] => {
          if (change.kind !== "modify" || !isOnOldTable(context, change.from)) return [];
          const [before, after] = [define<ConstraintDefinition>(change.from), define<ConstraintDefinition>(change.to)];
          const isPlain =
            (after.type === "check" || after.type === "foreign") &&
            after.type === before.type &&
            after.validated &&
            // What the server changes where it stands needs no second proof.
            kindOf("constraint").alter(change.from, change.to, context) === null &&
            after.text !== before.text;
          if (!isPlain) return [];
          const waiting = fitName(`${after.name}_${context.request.label}`);
          const table = constraintTable(change.to);
          const swap = draftStep({
            kind: "replace-constraint",
            phase: "expand",
            summary: `Let the new form of ${after.name} take the place of the old one`,
            statements: [
              dropConstraintSql(change.from),
              `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteName(waiting)} TO ${quoteName(after.name)}`,
            ],
            reverse: [
              `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteName(after.name)} TO ${quoteName(waiting)}`,
              addConstraintSql(change.from),
            ],
            reversibility: { kind: "exact", until: "a row breaks the old rule", loses: "" },
            blocks: [lock(printName([after.schema, after.table]), "ACCESS EXCLUSIVE")],
            hazards: [
              hazard("weakens-integrity", printName([after.schema, after.table]), `The old form of ${after.name} holds no longer.`, "note"),
            ],
            makes: [change.to.id],
            needs: [`waiting:${change.to.id}`],
            removes: [change.from.id],
            releases: change.from.dependsOn,
          });
          return [
            {
              claimed: [change],
              drafts: [...addAndValidate(change.to, waiting), swap],
              carries: [],
              prechecks: violationChecks(context, change.to),
            },
          ];
        })
      : [],
};
