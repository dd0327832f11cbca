import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { IndexDefinition } from "../definitions.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf, sqlNameOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { createIndexSql } from "./index-text.ts";
import { alterIndex } from "./index-alteration.ts";
import { findObject, isAdded, isDropped } from "./surroundings.ts";

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
  if (isDropped(context, object.parent) || goesWithWhole(object, context)) return [];
  const index = define<IndexDefinition>(object);
  const parts = attachedParts(context.from, object);
  const table = printName([index.schema, index.table]);
  return [
    draftStep({
      kind: "drop-index",
      phase: "contract",
      summary: `Drop index ${index.name} of ${table}`,
      statements: [`DROP INDEX ${quoteQualified(index.schema, index.name)}`],
      reverse: [object, ...parts].flatMap(createIndexSql),
      ...(index.unique ? { reversibility: { kind: "exact", until: "two rows have the same value", loses: "" } as const } : {}),
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [
        hazard("slows-queries", table, "Queries that used the index read the table instead."),
        ...(index.unique ? [hazard("weakens-integrity", table, "Values may be repeated from now on.")] : []),
      ],
      removes: [object, ...parts].map(({ id }) => id),
      releases: object.dependsOn,
    }),
  ];
}

/** Whether the index is attached to one that goes, which takes it along. */
export function goesWithWhole(object: SchemaObject, context: PlanContext): boolean {
  return object.dependsOn.some((id) => id.startsWith("index:") && isDropped(context, id));
}

/**
 * The way back of attaching an index to one that is not whole: nothing can be detached, so that one goes, with all that is attached, and comes again as
 * it was. Empty where the index is attached to none.
 */
export function detachIndexSql(object: SchemaObject, context: PlanContext): readonly string[] {
  const id = object.dependsOn.find((used) => used.startsWith("index:"));
  const whole = id === undefined ? undefined : findObject(context.to, id);
  if (whole === undefined) return [];
  const before = findObject(context.from, whole.id);
  return [
    `DROP INDEX ${sqlNameOf(whole.id)}`,
    ...createIndexSql(whole),
    ...(before === undefined ? [] : attachedParts(context.from, before)).flatMap(createIndexSql),
  ];
}

/** Indexes of parts that are attached to one that is not whole, and to those in turn. */
function attachedParts(schema: Schema, object: SchemaObject): readonly SchemaObject[] {
  if (!define<IndexDefinition>(object).text.includes(" ON ONLY ")) return [];
  const parts = schema.objects.filter(({ kind, dependsOn }) => kind === "index" && dependsOn.includes(object.id));
  return parts.flatMap((part) => [part, ...attachedParts(schema, part)]);
}

export const indexKind: ObjectKind = {
  kind: "index",
  create,
  drop,
  alter: alterIndex,
  describe: (object) => `index ${labelOf(object.id)}`,
};
