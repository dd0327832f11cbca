import type { Block } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { TableDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf, sqlNameOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { attachSql, detachSql } from "./partition.ts";
import { childrenOf } from "./surroundings.ts";
import { isSecured, replicaIdentitySql, rowSecuritySql } from "./table-text.ts";

const nameOf = (option: string): string => option.split("=")[0] ?? option;

/** SET and RESET of storage parameters, of tables, indexes and views alike; `head` is `ALTER TABLE public.t`. */
export function optionChangesSql(head: string, from: readonly string[], to: readonly string[]): readonly string[] {
  const set = to.filter((option) => !from.includes(option));
  const kept = new Set(to.map(nameOf));
  const reset = from.map(nameOf).filter((name) => !kept.has(name));
  return [
    ...(set.length === 0 ? [] : [`${head} SET (${set.join(", ")})`]),
    ...(reset.length === 0 ? [] : [`${head} RESET (${reset.join(", ")})`]),
  ];
}

function alterSql(from: TableDefinition, to: TableDefinition): readonly string[] {
  const head = `ALTER TABLE ${quoteQualified(to.schema, to.name)}`;
  const sameParent = JSON.stringify(from.partitionOf) === JSON.stringify(to.partitionOf);
  return [
    ...(sameParent || from.partitionOf === null ? [] : [detachSql(from)]),
    ...from.inherits.filter((id) => !to.inherits.includes(id)).map((id) => `${head} NO INHERIT ${sqlNameOf(id)}`),
    ...(from.ofType === to.ofType ? [] : [to.ofType === null ? `${head} NOT OF` : `${head} OF ${to.ofType}`]),
    ...(from.persistence === to.persistence ? [] : [`${head} SET ${to.persistence === "unlogged" ? "UNLOGGED" : "LOGGED"}`]),
    ...(from.accessMethod === to.accessMethod ? [] : [`${head} SET ACCESS METHOD ${quoteName(to.accessMethod ?? "heap")}`]),
    ...(from.tablespace === to.tablespace ? [] : [`${head} SET TABLESPACE ${quoteName(to.tablespace ?? "pg_default")}`]),
    ...rowSecuritySql(from.rowSecurity, to),
    // What an index says moves with the marks of the indexes.
    ...(from.replicaIdentity === "index" ? [] : replicaIdentitySql(from.replicaIdentity, to)),
    ...optionChangesSql(head, from.options, to.options),
    ...to.inherits.filter((id) => !from.inherits.includes(id)).map((id) => `${head} INHERIT ${sqlNameOf(id)}`),
    ...(sameParent || to.partitionOf === null ? [] : [attachSql(to)]),
  ];
}

/** Whether the server knows a way from one to the other that keeps the rows where they are. */
export function isAlterableTable(before: TableDefinition, after: TableDefinition, major: number): boolean {
  return before.partitionBy === after.partitionBy && (before.accessMethod === after.accessMethod || major >= 15);
}

interface Effects {
  readonly rewrites: boolean;
  readonly secures: boolean;
  readonly shuts: boolean;
}

/** Storage parameters and replica identity are set under the eyes of others; all else waits until nobody looks. */
function blocksOf(label: string, { rewrites, shuts }: Effects): readonly Block[] {
  return [lock(label, shuts ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE", rewrites ? "rewrite" : "moment")];
}

export function alterTable(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] | null {
  const [before, after] = [define<TableDefinition>(from), define<TableDefinition>(to)];
  if (!isAlterableTable(before, after, Number.parseInt(context.request.version, 10))) return null;
  const policies = before.rowSecurity !== after.rowSecurity && isSecured(after.rowSecurity) ? addedPolicies(to, context) : [];
  if (policies.length > 0) {
    // Who looks between two steps must not find everything hidden.
    const open: SchemaObject = { ...to, definition: { ...(to.definition as object), rowSecurity: before.rowSecurity } };
    const secured = (alterTable(open, to, { ...context, changes: [] }) ?? []).map((draft) => ({
      ...draft,
      makes: [`secured:${to.id}`],
      needs: [to.id, ...policies],
    }));
    return [...(alterTable(from, open, context) ?? []), ...secured];
  }
  const statements = alterSql(before, after);
  if (statements.length === 0) return [];
  const label = labelOf(to.id);
  const moves = before.tablespace !== after.tablespace && after.partitionBy === null;
  const rewrites = before.persistence !== after.persistence || before.accessMethod !== after.accessMethod || moves;
  const secures = before.rowSecurity !== after.rowSecurity;
  const looser = secures && isSecured(before.rowSecurity) && (!isSecured(after.rowSecurity) || before.rowSecurity === "forced");
  const same = { ...before, options: after.options };
  const shuts = JSON.stringify({ ...same }) !== JSON.stringify({ ...after });
  return [
    draftStep({
      kind: "alter-table",
      phase: "expand",
      summary: `Change table ${label}`,
      statements,
      reverse: alterSql(after, before),
      blocks: blocksOf(label, { rewrites, secures, shuts }),
      hazards: [
        ...(rewrites
          ? [
              hazard("rewrites-object", label, "Every row is written anew."),
              hazard("blocks-reads", label, "Nobody can read the table while it is rewritten."),
              hazard("needs-disk", label, "Needs room for a second copy of the table."),
            ]
          : []),
        ...(looser ? [hazard("weakens-security", label, "Rows that policies hid become visible.")] : []),
        ...(!isSecured(before.rowSecurity) && isSecured(after.rowSecurity)
          ? [hazard("breaks-running-code", label, "Rows that no policy allows are hidden from everybody but the owner.")]
          : []),
        ...(before.persistence !== after.persistence && after.persistence === "unlogged"
          ? [hazard("weakens-integrity", label, "After a crash the table is empty, and standbys do not have it.")]
          : []),
        ...replicationHazards(label, before, after),
      ],
      makes: [to.id],
      needs: to.dependsOn,
      releases: from.dependsOn.filter((id) => !to.dependsOn.includes(id)),
    }),
  ];
}

function addedPolicies(table: SchemaObject, context: PlanContext): readonly string[] {
  const added = context.changes.flatMap((change) => (change.kind === "add" ? [change.object.id] : []));
  return childrenOf(context.to, table.id, "policy").flatMap(({ id }) => (added.includes(id) ? [id] : []));
}

function replicationHazards(label: string, before: TableDefinition, after: TableDefinition): StepDraft["hazards"] {
  if (before.replicaIdentity === after.replicaIdentity) return [];
  if (after.replicaIdentity === "nothing")
    return [hazard("breaks-replication", label, "Where the table is published, updates and deletes are refused.")];
  return after.replicaIdentity === "full"
    ? [hazard("breaks-replication", label, "Every update and delete writes the whole old row for the subscribers.", "note")]
    : [];
}
