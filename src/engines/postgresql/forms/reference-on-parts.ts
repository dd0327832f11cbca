import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { labelOf, partsOf as namesIn } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { addConstraintSql, dropConstraintSql } from "../plan/attached.ts";
import { isPartitioned, nameInPart, partsOf } from "../plan/parts.ts";
import { changesOf, isOnOldTable } from "../plan/place.ts";
import { canStandAlone } from "../plan/scope.ts";
import { violationChecks } from "../plan/violations.ts";
import { addAndValidate } from "./constraint-not-valid.ts";

/** Before version 18 a partitioned table refuses a reference that is NOT VALID: its parts take it one by one, and the parent then finds all of them proven. */
export const referenceOnParts: Form = {
  id: "reference-on-parts",
  summary: "Add the reference NOT VALID to each part, validate each, then add it to the parent, which takes over what is proven.",
  apply: (context) =>
    canStandAlone(context) && Number.parseInt(context.request.version, 10) < 18
      ? changesOf(context, "constraint").flatMap((change): readonly FormResult[] => {
          if (change.kind !== "add" || !isOnOldTable(context, change.object) || !isPartitioned(context, change.object.parent)) return [];
          const constraint = define<ConstraintDefinition>(change.object);
          if (constraint.type !== "foreign" || !constraint.validated) return [];
          return [
            { claimed: [change], drafts: drafted(context, change.object), carries: [], prechecks: violationChecks(context, change.object) },
          ];
        })
      : [],
};

function leavesOf(context: PlanContext, tableId: string): readonly SchemaObject[] {
  return partsOf(context, tableId).flatMap((part) => (isPartitioned(context, part.id) ? leavesOf(context, part.id) : [part]));
}

function drafted(context: PlanContext, object: SchemaObject): readonly StepDraft[] {
  const constraint = define<ConstraintDefinition>(object);
  const leaves = leavesOf(context, object.parent ?? "").map((part): SchemaObject => {
    const [schema = "", table = ""] = namesIn(part.id);
    const name = nameInPart(context, part, object, constraint.name);
    const id = `part:${part.id}/${object.id}`;
    return { ...object, id, parent: part.id, definition: { ...(object.definition as object), schema, table, name } };
  });
  const label = labelOf(object.parent ?? "");
  const referred = constraint.references === null ? [] : [lock(labelOf(constraint.references.table), "SHARE ROW EXCLUSIVE")];
  return [
    ...leaves.flatMap((leaf) =>
      addAndValidate(leaf).map((draft) => ({
        ...draft,
        // The parent's reference takes those of its parts along.
        reverse: draft.reverse.map((action) =>
          action.kind === "statements"
            ? { ...action, statements: action.statements.map((text) => text.replace(" DROP CONSTRAINT ", " DROP CONSTRAINT IF EXISTS ")) }
            : action,
        ),
      })),
    ),
    draftStep({
      kind: "add-constraint",
      phase: "expand",
      summary: `Add ${constraint.name} to ${label}; its parts have proven it`,
      statements: [addConstraintSql(object)],
      reverse: [dropConstraintSql(object)],
      blocks: [lock(label, "SHARE ROW EXCLUSIVE"), ...referred],
      hazards: [hazard("breaks-running-code", label, `Writes that break ${constraint.name} are refused.`, "note")],
      makes: [object.id],
      needs: [...object.dependsOn, ...leaves.map((leaf) => leaf.id)],
    }),
  ];
}
