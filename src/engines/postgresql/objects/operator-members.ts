/**
 * Operators and support functions of a class or family, as CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY write them, for the catalogue row that owns
 * them (`refclassid`, `refobjid` of their dependency). Those that an access method only ties loosely to a class stand in the family, where the server
 * keeps them too.
 */
export function membersSql(catalogue: "pg_opclass" | "pg_opfamily", oid: string): string {
  return `
         coalesce((select json_agg(json_build_object('key', m.key, 'text', m.text, 'place', m.place) order by m.sort, m.text)
            from (select 'pg_amop/' || a.oid                                                        as key,
                         format('OPERATOR %s %s', a.amopstrategy, a.amopopr::regoperator::text) ||
                         coalesce((select format(' FOR ORDER BY %I.%I', z.nspname, s.opfname)
                                     from pg_opfamily s join pg_namespace z on z.oid = s.opfnamespace
                                    where s.oid = a.amopsortfamily), '')                            as text,
                         format('OPERATOR %s (%s, %s)', a.amopstrategy, format_type(a.amoplefttype, null),
                                format_type(a.amoprighttype, null))                                 as place,
                         a.amopstrategy                                                             as sort
                    from pg_amop a
                    join pg_depend d on d.classid = 'pg_amop'::regclass and d.objid = a.oid
                                    and d.refclassid = '${catalogue}'::regclass and d.refobjid = ${oid}
                  union all
                  select 'pg_amproc/' || p.oid,
                         format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, null),
                                format_type(p.amprocrighttype, null), p.amproc::regprocedure::text),
                         format('FUNCTION %s (%s, %s)', p.amprocnum, format_type(p.amproclefttype, null),
                                format_type(p.amprocrighttype, null)),
                         1000 + p.amprocnum
                    from pg_amproc p
                    join pg_depend d on d.classid = 'pg_amproc'::regclass and d.objid = p.oid
                                    and d.refclassid = '${catalogue}'::regclass and d.refobjid = ${oid}) m), '[]'::json)`;
}

export interface Member {
  /** How ALTER OPERATOR FAMILY … ADD writes it. */
  readonly text: string;
  /** How ALTER OPERATOR FAMILY … DROP names it. */
  readonly place: string;
}
export interface MemberRow extends Member {
  readonly key: string;
}
export function withoutKeys(members: readonly MemberRow[]): readonly { readonly text: string; readonly place: string }[] {
  return members.map(({ text, place }) => ({ text, place }));
}
