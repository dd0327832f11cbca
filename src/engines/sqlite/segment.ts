import type { Phase } from "../../model/plan.ts";
import { printCanonical } from "../../model/json.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { compareSchemas } from "../diff.ts";
import type { PlanRequest } from "../engine.ts";
import { orderDrafts } from "../order.ts";
import type { PlanContext, StepDraft } from "../step-draft.ts";
import type { Alteration } from "./alteration.ts";
import { alterTable, needsRebuild, stageDrafts } from "./alter-table.ts";
import { columnOrder, tableOf } from "./definitions.ts";
import { refuseWrappedRebuild } from "./forms/rebuild-table.ts";
import { inMakingOrder } from "./memory.ts";
import { kindOf } from "./objects/kinds.ts";

/** Where columns of one table get their values in one segment. */
export interface ColumnFlow {
  readonly renames: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, string>;
  readonly back: ReadonlyMap<string, string>;
}
export interface Segment {
  readonly from: Schema;
  readonly to: Schema;
  readonly phase: Phase;
  readonly request: PlanRequest;
  /** By table name, which is the same on both sides. */
  readonly flows: ReadonlyMap<string, ColumnFlow>;
}
const noFlow: ColumnFlow = { renames: new Map(), sources: new Map(), back: new Map() };

export function canLeaveTransaction(request: PlanRequest): boolean {
  return request.format === null || request.format.transaction === "none" || request.format.canLeaveTransaction;
}

/** Ordered drafts that turn one schema into another; tables keep their names. */
export function planSegment(segment: Segment): readonly StepDraft[] {
  const { from, to, request } = segment;
  const changes = compareSchemas(from, to);
  const context: PlanContext = { request, changes, from, to };
  const altered = changes.flatMap((change) => (change.kind === "modify" && change.to.kind === "table" ? [change] : []));
  const attached = findAttached(from, to);
  const first = new Map(altered.map(({ from: before, to: after }) => [after.id, alterationOf(segment, before, after, attached(after.id))]));
  const rebuilt = [...first].filter(([, alteration]) => needsRebuild(alteration)).map(([id]) => id);
  const apart = findApart(from, to, rebuilt, attached);
  const drafts: StepDraft[] = [];
  for (const object of inMakingOrder(from.objects).toReversed()) {
    const isGone = changes.some(
      (change) => (change.kind === "drop" && change.object.id === object.id) || (change.kind === "modify" && change.from.id === object.id),
    );
    if (object.kind === "table" || !(isGone || apart.has(object.id))) continue;
    drafts.push(
      ...kindOf(object)
        .drop(object, context)
        .map((draft) => (isGone ? draft : { ...draft, hazards: [] })),
    );
  }
  for (const { from: before, to: after } of altered) {
    const alteration = first.get(after.id);
    if (alteration === undefined) continue;
    if (alteration.wrapping === "wrapped" && rebuilt.includes(after.id))
      refuseWrappedRebuild(tableOf(after).name, actionsOn(from, tableOf(after).name));
    const dependents = alteration.dependents.filter((object) => !apart.has(object.id));
    drafts.push(...stageDrafts(alterTable({ ...alteration, dependents }), before, after, request));
  }
  for (const change of changes)
    if (change.kind === "drop" && change.object.kind === "table") drafts.push(...kindOf(change.object).drop(change.object, context));
  for (const object of inMakingOrder(to.objects)) {
    const isNew = changes.some(
      (change) =>
        (change.kind === "add" && change.object.id === object.id) ||
        (change.kind === "modify" && change.to.id === object.id && object.kind !== "table"),
    );
    if (isNew || apart.has(object.id)) drafts.push(...kindOf(object).create(object, context));
  }
  return orderDrafts(drafts.map((draft) => ({ ...nameGuards(draft), phase: segment.phase, ...intentsOf(draft, request) })));
}

/** A table and a view share one space of names. */
function nameGuards(draft: StepDraft): StepDraft {
  const guards = (ids: readonly string[]): readonly string[] =>
    ids.flatMap((id) => (/^(table|view):[^#]*$/.test(id) ? [id, `name:${id.slice(id.indexOf(":") + 1).toLowerCase()}`] : [id]));
  return { ...draft, makes: guards(draft.makes), removes: guards(draft.removes) };
}

function intentsOf(draft: StepDraft, request: PlanRequest): { readonly intents?: readonly string[] } {
  if (draft.intents !== undefined) return {};
  const intents = [...draft.makes, ...draft.removes].flatMap((id) => request.origins[id] ?? []);
  return intents.length === 0 ? {} : { intents: [...new Set(intents)] };
}

function alterationOf(segment: Segment, before: SchemaObject, after: SchemaObject, dependents: readonly SchemaObject[]): Alteration {
  const name = tableOf(after).name;
  return {
    from: { definition: tableOf(before), order: columnOrder(before) },
    to: { definition: tableOf(after), order: columnOrder(after) },
    ...(segment.flows.get(name) ?? noFlow),
    direction: "up",
    dependents,
    referencing: referencingTables(segment.from, segment.to, name),
    lostParents: lostTables(segment),
    wrapping: canLeaveTransaction(segment.request) ? "free" : "wrapped",
  };
}

function lostTables({ request }: Segment): readonly string[] {
  const stays = new Set(request.to.objects.map((object) => object.id));
  return request.from.objects.flatMap((object) =>
    object.kind === "table" && !stays.has(request.renames[object.id] ?? object.id) ? [tableOf(object).name] : [],
  );
}

/** Tables that stay and point to `name`, and itself if it points anywhere. */
function referencingTables(from: Schema, to: Schema, name: string): readonly string[] {
  const names = (schema: Schema): readonly string[] =>
    schema.objects.flatMap((object) => {
      if (object.kind !== "table") return [];
      const table = tableOf(object);
      const points = table.name === name ? table.foreignKeys.length > 0 : table.foreignKeys.some((key) => key.table === name);
      return points ? [table.name] : [];
    });
  const exists = new Set(from.objects.map((object) => object.id));
  const stays = to.objects.filter((object) => object.kind === "table" && exists.has(object.id)).map((object) => tableOf(object).name);
  const pointing = new Set([...names(from), ...names(to)]);
  return stays.filter((candidate) => pointing.has(candidate));
}

function actionsOn(schema: Schema, name: string): readonly string[] {
  return schema.objects.flatMap((object) =>
    object.kind === "table"
      ? tableOf(object)
          .foreignKeys.filter((key) => key.table === name)
          .map((key) => (key.onDelete === "NO ACTION" || key.onDelete === "RESTRICT" ? key.onDelete : `ON DELETE ${key.onDelete}`))
      : [],
  );
}

/** Indexes, views and triggers that are the same on both sides and rely on a table, directly or through views; in making order. */
function findAttached(from: Schema, to: Schema): (table: string) => readonly SchemaObject[] {
  const after = new Map(to.objects.map((object) => [object.id, object]));
  const same = inMakingOrder(to.objects).filter((object) => {
    const before = from.objects.find((candidate) => candidate.id === object.id);
    return object.kind !== "table" && before !== undefined && printCanonical(before.definition) === printCanonical(object.definition);
  });
  const relies = (object: SchemaObject, table: string, seen: readonly string[]): boolean =>
    object.dependsOn.some(
      (id) =>
        id === table ||
        (id.startsWith("view:") && !seen.includes(id) && after.has(id) && relies(after.get(id) ?? object, table, [...seen, id])),
    );
  return (table) => same.filter((object) => relies(object, table, []));
}

/** Unchanged views and triggers that cannot travel inside one table's rebuild: they rely on two rebuilt tables, or on a view that goes. */
function findApart(
  from: Schema,
  to: Schema,
  rebuilt: readonly string[],
  attached: (table: string) => readonly SchemaObject[],
): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const id of rebuilt)
    for (const object of attached(id)) if (object.kind !== "index") counts.set(object.id, (counts.get(object.id) ?? 0) + 1);
  const apart = new Set([...counts].filter(([, count]) => count > 1).map(([id]) => id));
  const unchanged = new Map(to.objects.map((object) => [object.id, printCanonical(object.definition)]));
  const gone = new Set(
    from.objects
      .filter((object) => object.kind === "view" && unchanged.get(object.id) !== printCanonical(object.definition))
      .map((object) => object.id),
  );
  for (let size = -1; size !== apart.size; ) {
    size = apart.size;
    for (const object of from.objects) {
      const isSame = unchanged.get(object.id) === printCanonical(object.definition);
      if (isSame && (object.kind === "view" || object.kind === "trigger") && object.dependsOn.some((id) => gone.has(id) || apart.has(id)))
        apart.add(object.id);
    }
  }
  return apart;
}
