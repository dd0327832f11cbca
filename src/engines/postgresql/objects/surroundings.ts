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
  readonly modified: ReadonlyMap<string, Modification>;
}
type Modification = Extract<Change, { readonly kind: "modify" }>;
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
  const modified = new Map(changes.flatMap((change) => (change.kind === "modify" ? [[change.from.id, change] as const] : [])));
  const index = { added, dropped, modified };
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

export function modificationOf(context: PlanContext, id: string): Modification | undefined {
  return indexOfChanges(context.changes).modified.get(id);
}

export function isDropped(context: PlanContext, id: string | undefined): boolean {
  return id !== undefined && indexOfChanges(context.changes).dropped.has(id);
}

/** Dropped tables that refer to each other in a ring cannot be dropped one after the other before a reference is gone. */
export function closesRing(object: SchemaObject, context: PlanContext): boolean {
  const target = define<ConstraintDefinition>(object).references?.table;
  if (target === undefined || target === object.parent) return false;
  const rings = ringsOf(context);
  return rings.get(target) !== undefined && rings.get(target) === rings.get(object.parent ?? "");
}

const ringIndexes = new WeakMap<readonly Change[], ReadonlyMap<string, number>>();
/** The ring (strongly connected component, by Kosaraju's two walks) of each dropped table. Cost: linear in tables and references. */
function ringsOf(context: PlanContext): ReadonlyMap<string, number> {
  const known = ringIndexes.get(context.changes);
  if (known !== undefined) return known;
  const tables = [...indexOfChanges(context.changes).dropped].filter((id) => id.startsWith("table:"));
  const [outward, inward] = [
    new Map<string, string[]>(tables.map((id) => [id, []])),
    new Map<string, string[]>(tables.map((id) => [id, []])),
  ];
  for (const id of tables) {
    for (const child of childrenOf(context.from, id, "constraint")) {
      const next = define<ConstraintDefinition>(child).references?.table;
      if (next === undefined || !inward.has(next)) continue;
      outward.get(id)?.push(next);
      inward.get(next)?.push(id);
    }
  }
  const rings = new Map<string, number>();
  for (const [ring, root] of finishOrder(tables, outward).toReversed().entries()) {
    const queue = [root];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (rings.has(at)) continue;
      rings.set(at, ring);
      queue.push(...(inward.get(at) ?? []));
    }
  }
  ringIndexes.set(context.changes, rings);
  return rings;
}

/** Ids in the order in which a depth-first walk leaves them. */
function finishOrder(ids: readonly string[], edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const [seen, left] = [new Set<string>(), [] as string[]];
  for (const root of ids) {
    const stack: { readonly id: string; readonly isLeft: boolean }[] = [{ id: root, isLeft: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.isLeft) left.push(top.id);
      if (top.isLeft || seen.has(top.id)) continue;
      seen.add(top.id);
      stack.push({ id: top.id, isLeft: true }, ...(edges.get(top.id) ?? []).map((id) => ({ id, isLeft: false })));
    }
  }
  return left;
}
