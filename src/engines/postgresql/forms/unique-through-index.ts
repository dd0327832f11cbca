import { printName } from "../../../model/name.ts";
import type { Change } from "../../../model/change.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { gone } from "../../order.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition, IndexDefinition } from "../definitions.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { clonesOf } from "../objects/inheritance.ts";
import { findObject } from "../objects/surroundings.ts";
import { addConstraintSql, constraintUsingIndexSql, dropConstraintSql, indexSql, keyIndexSql } from "../plan/attached.ts";
import { buildIndexDrafts } from "../plan/index-build.ts";
import { fitName } from "../plan/naming.ts";
import { type BuiltOnParts, buildOnParts } from "../plan/part-indexes.ts";
import { isPartitioned } from "../plan/parts.ts";
import { changesOf, isOnOldTable, waitsForValues } from "../plan/place.ts";
import { buildFor } from "../plan/scope.ts";
import { violationChecks } from "../plan/violations.ts";

/** A unique or primary key constraint takes over an index that was built before, while everybody wrote. */
export const uniqueThroughIndex: Form = {
  id: "unique-through-index",
  summary: "Build the unique index concurrently, then make it the constraint in a moment.",
  apply: (context) =>
    changesOf(context, "constraint").flatMap((change): readonly FormResult[] => {
      const object = change.kind === "add" ? change.object : change.kind === "modify" ? change.to : undefined;
      if (object === undefined || !isOnOldTable(context, object)) return [];
      const before = change.kind === "modify" ? change.from : undefined;
      const standing = isPartitioned(context, object.parent) ? undefined : standingIndex(context, object);
      if (standing !== undefined)
        return [{ claimed: [change, standing], drafts: [overStanding(object, standing)], carries: [], prechecks: [] }];
      const built = throughIndex(context, object, before);
      if (built === null) return [];
      return [{ claimed: [change, ...built.claimed], drafts: built.drafts, carries: [], prechecks: violationChecks(context, object) }];
    }),
};

/** A dropped index that already is what the constraint needs. */
function standingIndex(context: PlanContext, object: SchemaObject): DroppedIndex | undefined {
  return changesOf(context, "index").find((change): change is DroppedIndex => {
    if (change.kind !== "drop" || change.object.parent !== object.parent) return false;
    const { name, unique, valid } = define<IndexDefinition>(change.object);
    const wanted = keyIndexSql(object, name, { online: "blocking" });
    return unique && valid && wanted === indexSql(change.object, { online: "blocking" }).replace(" USING btree ", " ");
  });
}
type DroppedIndex = Extract<Change, { kind: "drop" }>;

function overStanding(object: SchemaObject, standing: DroppedIndex): StepDraft {
  const constraint = define<ConstraintDefinition>(object);
  const { name } = define<IndexDefinition>(standing.object);
  const table = printName([constraint.schema, constraint.table]);
  const filled = constraint.type === "primary" ? constraint.columns.map((column) => `filled:${object.parent ?? ""}.${column}`) : [];
  return draftStep({
    kind: "add-unique-using-index",
    phase: "expand",
    summary: `Make the index ${name} the constraint ${constraint.name} of ${table}`,
    statements: [constraintUsingIndexSql(object, name)],
    reverse: [dropConstraintSql(object), indexSql(standing.object, { online: "blocking" })],
    blocks: [lock(table, "ACCESS EXCLUSIVE")],
    makes: [object.id],
    needs: [...object.dependsOn, ...filled],
    removes: [standing.object.id],
  });
}

function throughIndex(context: PlanContext, object: SchemaObject, before: SchemaObject | undefined): BuiltOnParts | null {
  const constraint = define<ConstraintDefinition>(object);
  if (constraint.type !== "unique" && constraint.type !== "primary") return null;
  if (isPartitioned(context, object.parent)) {
    if (before !== undefined || buildFor(context) === "blocking") return null;
    const filled = constraint.type === "primary" ? constraint.columns.map((name) => `filled:${object.parent ?? ""}.${name}`) : [];
    return buildOnParts(context, { object, name: constraint.name, makes: [object.id], needs: [...object.dependsOn, ...filled] });
  }
  const above = constraint.type === "primary" ? keyAbove(context, object) : undefined;
  const waiting = fitName(`${constraint.name}_${context.request.label}`);
  const statement = keyIndexSql(object, waiting, { online: buildFor(context) });
  if (statement === null) return null;
  const table = printName([constraint.schema, constraint.table]);
  const mark = `waiting:${object.id}`;
  const filled = constraint.type === "primary" ? constraint.columns.map((name) => `filled:${object.parent ?? ""}.${name}`) : [];
  const drafts = [
    ...buildIndexDrafts(context, {
      schema: constraint.schema,
      name: waiting,
      table,
      statement,
      summary: `Build the unique index of ${constraint.name}`,
      makes: [mark],
      needs: object.dependsOn,
    }),
    draftStep({
      kind: "add-unique-using-index",
      phase: above !== undefined || waitsForValues(context, object) ? "contract" : "expand",
      summary: `Make the index the constraint ${constraint.name} of ${table}`,
      statements: [...(before === undefined ? [] : [dropConstraintSql(before)]), constraintUsingIndexSql(object, waiting)],
      reverse: [dropConstraintSql(object), ...(before === undefined ? [] : [addConstraintSql(before)])],
      ...(before === undefined ? {} : { reversibility: { kind: "exact", until: "a row breaks the old rule", loses: "" } as const }),
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [hazard("breaks-running-code", table, "Writes that repeat a value are refused.")],
      makes: [object.id],
      needs: [mark, ...filled, ...(above === undefined ? [] : [gone(above)])],
      removes: before === undefined ? [] : [before.id],
      releases: before?.dependsOn ?? [],
    }),
  ];
  return { drafts, claimed: [] };
}

/** The key of the partitioned table that the part has as its own until it goes: a table has one primary key only. */
function keyAbove(context: PlanContext, object: SchemaObject): string | undefined {
  const table = findObject(context.from, object.parent ?? "");
  const clone = table === undefined ? undefined : clonesOf(table).find(isPrimary);
  const ids = clone?.dependsOn.filter((id) => id.startsWith("constraint:")) ?? [];
  return ids.find((id) => findObject(context.from, id) !== undefined) ?? ids[0];
}

function isPrimary(object: SchemaObject): boolean {
  return object.kind === "constraint" && define<ConstraintDefinition>(object).type === "primary";
}
