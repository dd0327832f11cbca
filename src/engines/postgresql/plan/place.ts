import type { Change } from "../../../model/change.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { SchemaObject } from "../../../model/schema.ts";
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

export function changesOf(context: PlanContext, kind: string): readonly Change[] {
  return context.changes.filter((change) => ("object" in change ? change.object.kind : change.to.kind) === kind);
}
