import type { Change } from "../../../model/change.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { define } from "./draft.ts";

interface SchemaIndex {
  readonly byId: ReadonlyMap<string, SchemaObject>;
  readonly byParent: ReadonlyMap<string, readonly SchemaObject[]>;
}
interface ChangeIndex {
  readonly added: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
}
const schemaIndexes = new WeakMap<Schema, SchemaIndex>();
const changeIndexes = new WeakMap<readonly Change[], ChangeIndex>();

function indexOf(schema: Schema): SchemaIndex {
  const known = schemaIndexes.get(schema);
  if (known !== undefined) return known;
  const byParent = new Map<string, SchemaObject[]>();
  for (const object of schema.objects) {
    if (object.parent === undefined) continue;
    const siblings = byParent.get(object.parent);
    if (siblings === undefined) byParent.set(object.parent, [object]);
    else siblings.push(object);
  }
  const index = { byId: new Map(schema.objects.map((object) => [object.id, object])), byParent };
  schemaIndexes.set(schema, index);
  return index;
}

function indexOfChanges(changes: readonly Change[]): ChangeIndex {
  const known = changeIndexes.get(changes);
  if (known !== undefined) return known;
  const added = new Set(changes.flatMap((change) => (change.kind === "add" ? [change.object.id] : [])));
  const dropped = new Set(changes.flatMap((change) => (change.kind === "drop" ? [change.object.id] : [])));
  const index = { added, dropped };
  changeIndexes.set(changes, index);
  return index;
}

export function findObject(schema: Schema, id: string): SchemaObject | undefined {
  return indexOf(schema).byId.get(id);
}

/** Objects whose parent is `id`, in the schema's order (columns: as in the table). */
export function childrenOf(schema: Schema, id: string, kind?: string): readonly SchemaObject[] {
  const children = indexOf(schema).byParent.get(id) ?? [];
  return kind === undefined ? children : children.filter((child) => child.kind === kind);
}

export function isAdded(context: PlanContext, id: string | undefined): boolean {
  return id !== undefined && indexOfChanges(context.changes).added.has(id);
}

export function isDropped(context: PlanContext, id: string | undefined): boolean {
  return id !== undefined && indexOfChanges(context.changes).dropped.has(id);
}

/** Dropped tables that refer to each other in a ring cannot be dropped one after the other before a reference is gone. */
export function closesRing(object: SchemaObject, context: PlanContext): boolean {
  const target = define<ConstraintDefinition>(object).references?.table;
  if (target === undefined || target === object.parent) return false;
  const [seen, queue] = [new Set<string>(), [target]];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === object.parent) return true;
    if (seen.has(at) || !isDropped(context, at)) continue;
    seen.add(at);
    for (const child of childrenOf(context.from, at, "constraint")) {
      const next = define<ConstraintDefinition>(child).references?.table;
      if (next !== undefined) queue.push(next);
    }
  }
  return false;
}
