import { printName } from "../../../model/name.ts";
import type { Change } from "../../../model/change.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, ConstraintDefinition } from "../definitions.ts";
import { partsOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { findObject, isAdded, isDropped } from "../objects/surroundings.ts";

/** Whether the object stands on a table that holds rows now: one made by the same plan is empty and needs no ceremony. */
export function isOnOldTable(context: PlanContext, object: SchemaObject): boolean {
  return object.parent !== undefined && !isAdded(context, object.parent) && findObject(context.from, object.parent) !== undefined;
}

/** Whether the object's table stays. */
export function isOnKeptTable(context: PlanContext, object: SchemaObject): boolean {
  return object.parent !== undefined && !isDropped(context, object.parent) && findObject(context.to, object.parent) !== undefined;
}

/** Ids of columns of the object that this plan drops: what hangs on them goes with them. */
export function hangsOnDropped(context: PlanContext, object: SchemaObject): boolean {
  return object.dependsOn.some((id) => id.startsWith("column:") && isDropped(context, id));
}

/** A primary key over a column that may still be empty cannot stand before that is filled. */
export function waitsForValues(context: PlanContext, object: SchemaObject): boolean {
  const { type, columns } = object.definition as Partial<ConstraintDefinition>;
  if (object.kind !== "constraint" || type !== "primary" || !isOnOldTable(context, object)) return false;
  return (
    columns?.some((name) => {
      const before = findObject(context.from, `column:${printName([...partsOf(object.parent ?? ""), name])}`);
      return before === undefined || !define<ColumnDefinition>(before).notNull;
    }) === true
  );
}

export function changesOf(context: PlanContext, kind: string): readonly Change[] {
  const known =
    byKind.get(context.changes) ?? Map.groupBy(context.changes, (change) => ("object" in change ? change.object.kind : change.to.kind));
  byKind.set(context.changes, known);
  return known.get(kind) ?? [];
}

const byKind = new WeakMap<readonly Change[], ReadonlyMap<string, readonly Change[]>>();
