import type { ColumnsOf } from "./rows.ts";

/**
 * Edges between catalogue addresses that users made; oids below 16384 belong to the server itself. Left out is what ties an object to its own parts:
 * row and array types, storage of long values, sequences of identities, indexes and triggers of constraints.
 */
export const dependencyQuery = `
  select d.classid::int      as class, -- an int is printed as it is, an oid in quotes
         d.objid::bigint      as oid,
         d.objsubid           as sub,
         d.refclassid::int   as "refClass",
         d.refobjid::bigint   as "refOid",
         d.refobjsubid        as "refSub"
    from pg_depend d
   where d.objid >= 16384
     and (d.refobjid >= 16384 or d.refclassid = 'pg_namespace'::regclass)
     and d.deptype <> 'e'
     and not (d.deptype = 'i' and (d.classid = 'pg_type'::regclass
                                or d.classid = 'pg_class'::regclass and d.refclassid in ('pg_class'::regclass, 'pg_constraint'::regclass)
                                or d.classid = 'pg_trigger'::regclass and d.refclassid = 'pg_constraint'::regclass))`;
const columns: ColumnsOf<DependencyRow> = { class: true, oid: true, sub: true, refClass: true, refOid: true, refSub: true };
export const dependencyColumns: readonly string[] = Object.keys(columns);

/** Catalogues by oid. */
export const catalogueQuery = `
  select c.oid::int as oid, c.relname as name
    from pg_class c
   where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'r'`;

/** What belongs to an extension; whoever uses it depends on the extension. */
export const memberQuery = `
  select d.classid::regclass::text as class,
         d.objid::bigint           as oid,
         x.extname                 as extension
    from pg_depend d
    join pg_extension x on x.oid = d.refobjid
   where d.refclassid = 'pg_extension'::regclass
     and d.deptype = 'e'
     and x.extname <> 'plpgsql'`;

/** Sequences of identity columns are part of their column. */
export const identitySequenceQuery = `
  select d.objid::bigint as oid, d.refobjid::bigint as "tableOid", d.refobjsubid as sub
    from pg_depend d
   where d.classid = 'pg_class'::regclass
     and d.refclassid = 'pg_class'::regclass
     and d.deptype = 'i'
     and d.refobjsubid > 0`;

export interface CatalogueRow {
  readonly oid: number;
  readonly name: string;
}
export interface DependencyRow {
  readonly class: number;
  readonly oid: number;
  readonly sub: number;
  readonly refClass: number;
  readonly refOid: number;
  readonly refSub: number;
}
export interface MemberRow {
  readonly class: string;
  readonly oid: number;
  readonly extension: string;
}
export interface IdentitySequenceRow {
  readonly oid: number;
  readonly tableOid: number;
  readonly sub: number;
}
