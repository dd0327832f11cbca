import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { labelOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { addConstraintSql, dropConstraintSql, validateConstraintSql } from "../plan/attached.ts";
import { changesOf, isOnOldTable } from "../plan/place.ts";
import { canStandAlone } from "../plan/scope.ts";
import { violationChecks } from "../plan/violations.ts";

/** A check or a reference holds for new rows at once and is proven for the old ones afterwards. */
export const constraintNotValid: Form = {
  id: "constraint-not-valid",
  summary: "Add the constraint NOT VALID in a moment, then VALIDATE it in a transaction of its own.",
  apply: (context) =>
    canStandAlone(context)
      ? changesOf(context, "constraint").flatMap((change): readonly FormResult[] => {
          if (change.kind !== "add" || !isOnOldTable(context, change.object)) return [];
          const constraint = define<ConstraintDefinition>(change.object);
          if ((constraint.type !== "check" && constraint.type !== "foreign") || !constraint.validated) return [];
          return [
            { claimed: [change], drafts: addAndValidate(change.object), carries: [], prechecks: violationChecks(context, change.object) },
          ];
        })
      : [],
};

/** The two steps; under another name where the constraint's own is still taken. */
export function addAndValidate(object: SchemaObject, name?: string): readonly StepDraft[] {
  const constraint = define<ConstraintDefinition>(object);
  const table = printName([constraint.schema, constraint.table]);
  const shown = constraint.name;
  const mark = name === undefined ? object.id : `waiting:${object.id}`;
  const others =
    constraint.references === null || constraint.references.table === object.parent
      ? []
      : [lock(labelOf(constraint.references.table), "SHARE ROW EXCLUSIVE")];
  return [
    draftStep({
      kind: "add-constraint-not-valid",
      phase: "expand",
      summary: `Hold new rows of ${table} to ${shown}`,
      statements: [addConstraintSql(object, { ...(name === undefined ? {} : { name }), isLate: "not valid" })],
      reverse: [dropConstraintSql(object, name)],
      blocks: [lock(table, constraint.type === "foreign" ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE"), ...others],
      hazards: [hazard("breaks-running-code", table, `Writes that break ${shown} are refused.`)],
      makes: [`new-rows:${mark}`],
      needs: object.dependsOn,
    }),
    draftStep({
      kind: "validate-constraint",
      phase: "expand",
      summary: `Prove ${shown} for the rows that are there`,
      statements: [validateConstraintSql(object, name)],
      reverse: [],
      transaction: "own",
      blocks: [lock(table, "SHARE UPDATE EXCLUSIVE", "scan")],
      hazards: [hazard("scans-object", table, "Every row is read; readers and writers go on.", "note")],
      makes: [mark],
      needs: [`new-rows:${mark}`],
    }),
  ];
}
