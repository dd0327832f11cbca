import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { IndexDefinition } from "../definitions.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { createIndexSql } from "./index-text.ts";
import { alterIndex } from "./index-alteration.ts";
import { isAdded, isDropped } from "./surroundings.ts";

export { indexReader } from "./index-reading.ts";

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const index = define<IndexDefinition>(object);
  const table = printName([index.schema, index.table]);
  const isNew = isAdded(context, object.parent);
  return [
    draftStep({
      kind: "create-index",
      phase: "expand",
      summary: `Create index ${index.name} on ${table}`,
      statements: createIndexSql(object),
      reverse: [`DROP INDEX ${quoteQualified(index.schema, index.name)}`],
      blocks: isNew ? [] : [lock(table, "SHARE", "build")],
      hazards: isNew
        ? []
        : [
            hazard("scans-object", table, "Every row is read to build the index."),
            hazard("blocks-writes", table, "Nobody can write to the table while the index is built."),
            hazard("needs-disk", table, "Needs room for the index.", "note"),
            ...(index.unique ? [hazard("breaks-running-code", table, "Writes that repeat a value are refused.")] : []),
          ],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isDropped(context, object.parent)) return [];
  const index = define<IndexDefinition>(object);
  const table = printName([index.schema, index.table]);
  return [
    draftStep({
      kind: "drop-index",
      phase: "contract",
      summary: `Drop index ${index.name} of ${table}`,
      statements: [`DROP INDEX ${quoteQualified(index.schema, index.name)}`],
      reverse: createIndexSql(object),
      ...(index.unique ? { reversibility: { kind: "exact", until: "two rows have the same value", loses: "" } as const } : {}),
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [
        hazard("slows-queries", table, "Queries that used the index read the table instead."),
        ...(index.unique ? [hazard("weakens-integrity", table, "Values may be repeated from now on.")] : []),
      ],
      removes: [object.id],
      releases: object.dependsOn,
    }),
  ];
}

export const indexKind: ObjectKind = {
  kind: "index",
  create,
  drop,
  alter: alterIndex,
  describe: (object) => `index ${labelOf(object.id)}`,
};
