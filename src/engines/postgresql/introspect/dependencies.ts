/** Edges between catalogue addresses that users made; oids below 16384 belong to the server itself. */
export const dependencyQuery = `
  select d.classid::regclass::text    as class,
         d.objid                      as oid,
         d.objsubid                   as sub,
         d.refclassid::regclass::text as "refClass",
         d.refobjid                   as "refOid",
         d.refobjsubid                as "refSub"
    from pg_depend d
   where d.objid >= 16384
     and (d.refobjid >= 16384 or d.refclassid = 'pg_namespace'::regclass)
     and d.deptype <> 'e'`;

/** What belongs to an extension; whoever uses it depends on the extension. */
export const memberQuery = `
  select d.classid::regclass::text as class,
         d.objid                   as oid,
         x.extname                 as extension
    from pg_depend d
    join pg_extension x on x.oid = d.refobjid
   where d.refclassid = 'pg_extension'::regclass
     and d.deptype = 'e'
     and x.extname <> 'plpgsql'`;

/** Sequences of identity columns are part of their column. */
export const identitySequenceQuery = `
  select d.objid as oid, d.refobjid as "tableOid", d.refobjsubid as sub
    from pg_depend d
   where d.classid = 'pg_class'::regclass
     and d.refclassid = 'pg_class'::regclass
     and d.deptype = 'i'
     and d.refobjsubid > 0`;

export interface DependencyRow {
  readonly class: string;
  readonly oid: number;
  readonly sub: number;
  readonly refClass: string;
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
