import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { OwnerDefinition, SequenceDefinition } from "../definitions.ts";
import { isUserSchema } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { addressOf, labelOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { isDropped } from "./surroundings.ts";

/**
 * Owners other than the role that looks and the owner of the database: who makes a schema owns it, and between two files that is the same role. The
 * schema `public` belongs to whom the server gives it.
 */
export const ownerQuery = `
  with owned as (
    select 'pg_class' as class, c.oid, c.relowner as owner from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relpersistence <> 't' and ${isUserSchema("n")}
    union all
    select 'pg_namespace', n.oid, n.nspowner from pg_namespace n where n.nspname <> 'public' and ${isUserSchema("n")}
    union all
    select 'pg_type', t.oid, t.typowner from pg_type t join pg_namespace n on n.oid = t.typnamespace
     where t.typtype in ('e', 'd', 'c', 'r', 'b') and ${isUserSchema("n")}
    union all
    select 'pg_proc', p.oid, p.proowner from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${isUserSchema("n")}
    union all
    select 'pg_operator', o.oid, o.oprowner from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where ${isUserSchema("n")}
    union all
    select 'pg_opclass', o.oid, o.opcowner from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace where ${isUserSchema("n")}
    union all
    select 'pg_opfamily', o.oid, o.opfowner from pg_opfamily o join pg_namespace n on n.oid = o.opfnamespace where ${isUserSchema("n")}
    union all
    select 'pg_collation', o.oid, o.collowner from pg_collation o join pg_namespace n on n.oid = o.collnamespace where ${isUserSchema("n")}
    union all
    select 'pg_conversion', o.oid, o.conowner from pg_conversion o join pg_namespace n on n.oid = o.connamespace where ${isUserSchema("n")}
    union all
    select 'pg_ts_config', o.oid, o.cfgowner from pg_ts_config o join pg_namespace n on n.oid = o.cfgnamespace where ${isUserSchema("n")}
    union all
    select 'pg_ts_dict', o.oid, o.dictowner from pg_ts_dict o join pg_namespace n on n.oid = o.dictnamespace where ${isUserSchema("n")}
    union all
    select 'pg_statistic_ext', o.oid, o.stxowner from pg_statistic_ext o join pg_namespace n on n.oid = o.stxnamespace where ${isUserSchema("n")}
    union all
    select 'pg_publication', o.oid, o.pubowner from pg_publication o
    union all
    select 'pg_event_trigger', o.oid, o.evtowner from pg_event_trigger o
    union all
    select 'pg_foreign_server', o.oid, o.srvowner from pg_foreign_server o
    union all
    select 'pg_foreign_data_wrapper', o.oid, o.fdwowner from pg_foreign_data_wrapper o
    union all
    select 'pg_language', o.oid, o.lanowner from pg_language o where o.oid >= 16384
  )
  select o.class, o.oid, pg_get_userbyid(o.owner) as owner
    from owned o
   where o.owner <> (select r.oid from pg_roles r where r.rolname = current_user)
     and o.owner <> (select d.datdba from pg_database d where d.datname = current_database())`;

export interface OwnerRow {
  readonly class: string;
  readonly oid: number;
  readonly owner: string;
}

/** The owner as an object; null for a sequence that goes with a column, which belongs to whom the table belongs to. */
export function readOwner(row: OwnerRow, on: SchemaObject): SchemaObject | null {
  if (on.kind === "sequence" && define<SequenceDefinition>(on).ownedBy !== null) return null;
  const definition: OwnerDefinition = { on: on.id, target: addressOf(on), owner: row.owner };
  return { id: `owner:${on.id}`, kind: "owner", parent: on.id, dependsOn: [on.id], definition: { ...definition } };
}

/** Null: whoever carries the plan out. */
function ownerSql(target: string, owner: string | null): string {
  return `ALTER ${target} OWNER TO ${owner === null ? "SESSION_USER" : quoteName(owner)}`;
}

export function createOwnerSql(object: SchemaObject): string {
  const { target, owner } = define<OwnerDefinition>(object);
  return ownerSql(target, owner);
}

function change(object: SchemaObject, before: string | null, after: string | null): StepDraft {
  const { on, target } = define<OwnerDefinition>(object);
  const hasRows = /^(table|materialized-view|view|foreign-table):/.test(on);
  return draftStep({
    kind: "change-owner",
    phase: "expand",
    summary: `Give ${labelOf(on)} to ${after ?? "whoever carries this out"}`,
    statements: [ownerSql(target, after)],
    reverse: [ownerSql(target, before)],
    blocks: hasRows ? [lock(labelOf(on), "ACCESS EXCLUSIVE")] : [],
    hazards: [
      hazard("weakens-security", labelOf(on), "Another role has every right on it, and functions and views run with other rights.", "note"),
    ],
    ...(after === null ? { removes: [object.id], releases: object.dependsOn } : { makes: [object.id], needs: object.dependsOn }),
  });
}

/** Where nothing belongs to whom looked, the database is somebody else's: a desired schema that says nothing about owners leaves them as they are. */
function isForeign(context: PlanContext): boolean {
  const owned = new Set(context.from.objects.flatMap((object) => (object.kind === "owner" ? [define<OwnerDefinition>(object).on] : [])));
  const isSilent = !context.to.objects.some((object) => object.kind === "owner");
  return (
    isSilent &&
    context.from.objects.every((object) => !/^(table|view|materialized-view|function)$/.test(object.kind) || owned.has(object.id))
  );
}

export const ownerKind: ObjectKind = {
  kind: "owner",
  create: (object) => [change(object, null, define<OwnerDefinition>(object).owner)],
  drop: (object, context) => {
    const { on, owner } = define<OwnerDefinition>(object);
    return isDropped(context, on) || isForeign(context) ? [] : [change(object, owner, null)];
  },
  alter: (from, to) => [change(to, define<OwnerDefinition>(from).owner, define<OwnerDefinition>(to).owner)],
  describe: (object) => `owner of ${labelOf(define<OwnerDefinition>(object).on)}`,
};
