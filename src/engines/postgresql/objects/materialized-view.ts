import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ViewDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { createIndexSql } from "./index-text.ts";
import { childrenOf } from "./surroundings.ts";
import { optionChangesSql } from "./table-alteration.ts";
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
      statements: createViewSql(object),
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
      reverse: [...createViewSql(object), ...indexes.flatMap(createIndexSql)],
      reversibility: { kind: "exact", until: "any time", loses: "the state of the last refresh" },
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards: [hazard("breaks-running-code", label, "Code that reads the materialized view fails.")],
      removes: [object.id, ...indexes.map(({ id }) => id)],
      releases: object.dependsOn,
    }),
  ];
}

function changesSql(before: ViewDefinition, after: ViewDefinition): readonly string[] {
  const head = `ALTER MATERIALIZED VIEW ${quoteQualified(after.schema, after.name)}`;
  return [
    ...(before.accessMethod === after.accessMethod ? [] : [`${head} SET ACCESS METHOD ${quoteName(after.accessMethod ?? "heap")}`]),
    ...(before.tablespace === after.tablespace ? [] : [`${head} SET TABLESPACE ${quoteName(after.tablespace ?? "pg_default")}`]),
    ...optionChangesSql(head, before.options, after.options),
  ];
}

/** Where and how its rows are kept changes in place, the query does not. */
function alter(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] | null {
  const [before, after] = [define<ViewDefinition>(from), define<ViewDefinition>(to)];
  const major = Number.parseInt(context.request.version, 10);
  if (before.query !== after.query || before.columns.join() !== after.columns.join()) return null;
  if (before.accessMethod !== after.accessMethod && major < 15) return null;
  const label = labelOf(to.id);
  const isMoved = before.tablespace !== after.tablespace || before.accessMethod !== after.accessMethod;
  return [
    draftStep({
      kind: "alter-materialized-view",
      phase: "expand",
      summary: `Change materialized view ${label}`,
      statements: changesSql(before, after),
      reverse: changesSql(after, before),
      blocks: [lock(label, isMoved ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE", isMoved ? "rewrite" : "moment")],
      hazards: isMoved
        ? [hazard("rewrites-object", label, "Every row is written anew."), hazard("blocks-reads", label, "Nobody can read it meanwhile.")]
        : [],
      makes: [to.id],
      needs: to.dependsOn,
    }),
  ];
}

export const materializedViewKind: ObjectKind = {
  kind: "materialized-view",
  create,
  drop,
  alter,
  describe: (object) => `materialized view ${labelOf(object.id)}`,
};
