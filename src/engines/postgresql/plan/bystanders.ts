import { printName } from "../../../model/name.ts";
import type { Hazard } from "../../../model/hazard.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { labelOf, partsOf } from "../objects/address.ts";
import { define, hazard } from "../objects/draft.ts";
import { childrenOf, findObject, isAdded, isDropped } from "../objects/surroundings.ts";

/** What steps do to those who only look on: subscribers, sessions with prepared statements, transactions with an older snapshot. */
export function warnBystanders(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const published = publishedTables(context.to);
  const wasPublished = publishedTables(context.from);
  return drafts.map((draft) => {
    const hazards = [
      ...keylessHazards(context, draft, published),
      ...columnHazards(context, draft, (id) => published(id) && wasPublished(id)),
      ...snapshotHazards(draft),
    ];
    return hazards.length === 0 ? draft : { ...draft, hazards: [...draft.hazards, ...hazards] };
  });
}

type IsPublished = (tableId: string) => boolean;

function publishedTables(schema: Schema): IsPublished {
  const publications = schema.objects.filter((object) => object.kind === "publication");
  if (publications.length === 0) return () => false;
  const members = new Set(
    schema.objects.flatMap((object) =>
      object.kind === "publication-member" ? object.dependsOn.filter((id) => /^(?:table|schema):/.test(id)) : [],
    ),
  );
  const isForAll = publications.some((object) => (object.definition as { readonly allTables?: boolean }).allTables === true);
  return (id) => isForAll || members.has(id) || members.has(`schema:${printName(partsOf(id).slice(0, 1))}`);
}

/** Whether updates and deletes of the table can be told to subscribers. */
function hasIdentity(schema: Schema, table: SchemaObject): boolean {
  const { replicaIdentity, persistence, partitionBy } = define<TableDefinition>(table);
  if (persistence === "unlogged" || partitionBy !== null || replicaIdentity === "full" || replicaIdentity === "index") return true;
  return (
    replicaIdentity === "default" &&
    childrenOf(schema, table.id, "constraint").some((object) => define<ConstraintDefinition>(object).type === "primary")
  );
}

/** A published table without a key refuses updates and deletes from the step on that brings the two together. */
function keylessHazards(context: PlanContext, draft: StepDraft, isPublished: IsPublished): readonly Hazard[] {
  const touched = new Set<string>();
  for (const id of [...draft.makes, ...draft.removes]) {
    const object = findObject(context.to, id) ?? findObject(context.from, id);
    if (object?.kind === "table") touched.add(id);
    if (object?.kind === "constraint" && define<ConstraintDefinition>(object).type === "primary" && isDropped(context, id))
      touched.add(object.parent ?? "");
    if (object?.kind === "publication-member")
      for (const used of object.dependsOn.filter((other) => other.startsWith("table:"))) touched.add(used);
    if (object?.kind === "publication" && isAdded(context, id)) {
      for (const table of context.to.objects) if (table.kind === "table" && isPublished(table.id)) touched.add(table.id);
    }
  }
  return [...touched].flatMap((id) => {
    const table = findObject(context.to, id);
    if (table === undefined || !isPublished(id) || hasIdentity(context.to, table)) return [];
    return [
      hazard(
        "breaks-replication",
        labelOf(id),
        "It is published and has no key: updates and deletes of it are refused until it gets a primary key or REPLICA IDENTITY.",
      ),
    ];
  });
}

const shapes = /^(?:add-column|add-column-empty|add-companion|drop-column|cut-over|replace-fields|change-type)$/;

/** A table that is there changes its set of fields. */
function columnHazards(context: PlanContext, draft: StepDraft, isPublished: IsPublished): readonly Hazard[] {
  const label = draft.blocks?.find((block) => block.vendorMode === "ACCESS EXCLUSIVE")?.object;
  if (!shapes.test(draft.kind) || label === undefined || isAdded(context, `table:${label}`)) return [];
  const isGoing = draft.kind === "drop-column";
  return [
    hazard("breaks-running-code", label, "A prepared SELECT * of it fails once: cached plan must not change result type.", "note"),
    ...(isPublished(`table:${label}`)
      ? [
          hazard(
            "breaks-replication",
            label,
            `It is published, and replication does not carry definitions: the subscribers' tables change ${isGoing ? "after" : "before"} this one.`,
          ),
        ]
      : []),
  ];
}

/** A rewrite is not seen by older snapshots: they find the table empty. https://www.postgresql.org/docs/18/mvcc-caveats.html */
function snapshotHazards(draft: StepDraft): readonly Hazard[] {
  const rewritten = draft.hazards.find(({ kind }) => kind === "rewrites-object");
  if (rewritten === undefined) return [];
  return [
    hazard("changes-data", rewritten.object, "A transaction whose snapshot is older than the rewrite finds the table empty.", "note"),
  ];
}
