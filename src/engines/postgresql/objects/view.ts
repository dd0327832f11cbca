import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ViewDefinition } from "../definitions.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { callsBack } from "./function-needs.ts";
import { childrenOf, findObject } from "./surroundings.ts";
import { optionChangesSql } from "./table-alteration.ts";
import { createTriggerSql } from "./trigger-text.ts";
import { viewReaderFor } from "./view-reading.ts";
import { createViewSql, defaultSql, dropViewSql } from "./view-text.ts";

export const viewReader = viewReaderFor("view");

function create(object: SchemaObject): readonly StepDraft[] {
  return [
    draftStep({
      kind: "create-view",
      phase: "expand",
      summary: `Create view ${labelOf(object.id)}`,
      statements: createViewSql(object),
      reverse: [dropViewSql(object)],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const label = labelOf(object.id);
  // Those that stay come back by themselves.
  const triggers = childrenOf(context.from, object.id, "trigger").filter(
    (trigger) => !callsBack(trigger, context.from) && findObject(context.to, trigger.id) === undefined,
  );
  return [
    draftStep({
      kind: "drop-view",
      phase: "contract",
      summary: `Drop view ${label}`,
      statements: [dropViewSql(object)],
      reverse: [...createViewSql(object), ...triggers.flatMap(createTriggerSql)],
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards: [hazard("breaks-running-code", label, "Code that reads the view fails.")],
      removes: [object.id, ...triggers.map(({ id }) => id)],
      releases: [...object.dependsOn, ...triggers.flatMap(({ dependsOn }) => dependsOn)],
    }),
  ];
}

function defaultChangesSql(before: ViewDefinition, after: ViewDefinition): readonly string[] {
  const [old, next] = [before, after].map((view) => new Map(view.defaults.map((one) => [one.column, one.default])));
  const columns = new Set([...(old?.keys() ?? []), ...(next?.keys() ?? [])]);
  return [...columns]
    .filter((column) => old?.get(column) !== next?.get(column))
    .map((column) => defaultSql(after, column, next?.get(column) ?? null));
}

/** Statements from one form to the other in place; null where columns go, move or change: CREATE OR REPLACE may only append. */
function replaceSql(from: SchemaObject, to: SchemaObject): readonly string[] | null {
  const fields = (object: SchemaObject) => (object.outline?.fields ?? []).map(({ name, type }) => `${name} ${type}`);
  const after = fields(to);
  if (!fields(from).every((field, index) => after[index] === field)) return null;
  const [old, next] = [define<ViewDefinition>(from), define<ViewDefinition>(to)];
  const replaced = old.query === next.query && old.columns.join() === next.columns.join();
  // Replacing the query sets the options too.
  const [create] = replaced ? [] : createViewSql(to, "CREATE OR REPLACE");
  const options = replaced ? optionChangesSql(`ALTER VIEW ${quoteQualified(next.schema, next.name)}`, old.options, next.options) : [];
  return [...(create === undefined ? [] : [create]), ...options, ...defaultChangesSql(old, next)];
}

function alter(from: SchemaObject, to: SchemaObject): readonly StepDraft[] | null {
  const statements = replaceSql(from, to);
  if (statements === null) return null;
  const label = labelOf(to.id);
  const [before, after] = [define<ViewDefinition>(from), define<ViewDefinition>(to)];
  const guards = (view: ViewDefinition): string => view.options.filter((option) => option.startsWith("security_")).join();
  const back = replaceSql(to, from);
  return [
    draftStep({
      kind: "replace-view",
      phase: "expand",
      summary: `Replace view ${label}`,
      statements,
      // A column cannot be taken out of a view in place.
      reverse: back ?? [dropViewSql(to), ...createViewSql(from)],
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards:
        guards(before) === guards(after)
          ? []
          : [hazard("weakens-security", label, "As whom, and how shielded, the view reads changes with it.")],
      makes: [to.id],
      needs: to.dependsOn,
      releases: from.dependsOn,
    }),
  ];
}

export const viewKind: ObjectKind = { kind: "view", create, drop, alter, describe: (object) => `view ${labelOf(object.id)}` };
