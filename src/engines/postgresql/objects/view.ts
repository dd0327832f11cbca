import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ViewDefinition } from "../definitions.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { callsBack } from "./function-needs.ts";
import { childrenOf } from "./surroundings.ts";
import { createTriggerSql } from "./trigger-text.ts";
import { viewReaderFor } from "./view-reading.ts";
import { createViewSql, dropViewSql } from "./view-text.ts";

export const viewReader = viewReaderFor("view");

function create(object: SchemaObject): readonly StepDraft[] {
  return [
    draftStep({
      kind: "create-view",
      phase: "expand",
      summary: `Create view ${labelOf(object.id)}`,
      statements: [createViewSql(object)],
      reverse: [dropViewSql(object)],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const label = labelOf(object.id);
  const triggers = childrenOf(context.from, object.id, "trigger").filter((trigger) => !callsBack(trigger, context.from));
  return [
    draftStep({
      kind: "drop-view",
      phase: "contract",
      summary: `Drop view ${label}`,
      statements: [dropViewSql(object)],
      reverse: [createViewSql(object), ...triggers.flatMap(createTriggerSql)],
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards: [hazard("breaks-running-code", label, "Code that reads the view fails.")],
      removes: [object.id, ...triggers.map(({ id }) => id)],
      releases: [...object.dependsOn, ...triggers.flatMap(({ dependsOn }) => dependsOn)],
    }),
  ];
}

/** CREATE OR REPLACE may append columns, and must keep those there are with name and type. */
function alter(from: SchemaObject, to: SchemaObject): readonly StepDraft[] | null {
  const fields = (object: SchemaObject) => (object.outline?.fields ?? []).map(({ name, type }) => `${name} ${type}`);
  const [before, after] = [fields(from), fields(to)];
  if (!before.every((field, index) => after[index] === field)) return null;
  const label = labelOf(to.id);
  const options = define<ViewDefinition>(from).options.length > 0 || define<ViewDefinition>(to).options.length > 0;
  return [
    draftStep({
      kind: "replace-view",
      phase: "expand",
      summary: `Replace view ${label}`,
      statements: [createViewSql(to, "CREATE OR REPLACE")],
      // A column cannot be taken out of a view in place.
      reverse: before.length === after.length ? [createViewSql(from, "CREATE OR REPLACE")] : [dropViewSql(to), createViewSql(from)],
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards: options ? [hazard("weakens-security", label, "The view's options change with it.", "note")] : [],
      makes: [to.id],
      needs: to.dependsOn,
      releases: from.dependsOn,
    }),
  ];
}

export const viewKind: ObjectKind = { kind: "view", create, drop, alter, describe: (object) => `view ${labelOf(object.id)}` };
