import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import { labelOf } from "./address.ts";
import { draftStep, hazard, lock } from "./draft.ts";
import { createIndexSql } from "./index-text.ts";
import { childrenOf } from "./surroundings.ts";
import { viewReaderFor } from "./view-reading.ts";
import { createViewSql, dropViewSql } from "./view-text.ts";

export const materializedViewReader = viewReaderFor("materialized-view");

function create(object: SchemaObject): readonly StepDraft[] {
  const label = labelOf(object.id);
  return [
    draftStep({
      kind: "create-materialized-view",
      phase: "expand",
      summary: `Create materialized view ${label}`,
      statements: [createViewSql(object)],
      reverse: [dropViewSql(object)],
      hazards: [hazard("needs-disk", label, "The rows of its query are kept a second time.", "note")],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const label = labelOf(object.id);
  const indexes = childrenOf(context.from, object.id, "index");
  return [
    draftStep({
      kind: "drop-materialized-view",
      phase: "contract",
      summary: `Drop materialized view ${label}`,
      statements: [dropViewSql(object)],
      reverse: [createViewSql(object), ...indexes.map(createIndexSql)],
      reversibility: { kind: "exact", until: "any time", loses: "the state of the last refresh" },
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards: [hazard("breaks-running-code", label, "Code that reads the materialized view fails.")],
      removes: [object.id, ...indexes.map(({ id }) => id)],
      releases: object.dependsOn,
    }),
  ];
}

export const materializedViewKind: ObjectKind = {
  kind: "materialized-view",
  create,
  drop,
  alter: () => null,
  describe: (object) => `materialized view ${labelOf(object.id)}`,
};
