import { printName } from "../../../model/name.ts";
import type { PlanContext } from "../../step-draft.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { withShell } from "./base-type.ts";
import { hazard, lock } from "./draft.ts";
import { createRangeSql, type RangeTypeDefinition } from "./range-type-text.ts";
import { type Alteration, standAlone } from "./stand-alone.ts";
import { columnsOfType, tablesOf, type TypedColumn } from "./type-users.ts";

// Constructors and casts that come with the type belong to it.
const query = `
  select t.oid,
         t.typarray                                                              as "arrayOid",
         m.oid                                                                   as "multiOid",
         m.typarray                                                              as "multiArrayOid",
         (select json_agg('pg_proc/' || d.objid) from pg_depend d
           where d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass
             and d.refobjid in (t.oid, m.oid) and d.deptype = 'i')               as constructors,
         n.nspname                                                               as schema,
         t.typname                                                               as name,
         format_type(r.rngsubtype, null)                                         as subtype,
         case when not o.opcdefault then format('%I.%I', onn.nspname, o.opcname) end as "operatorClass",
         case when r.rngcollation <> s.typcollation then format('%I.%I', ln.nspname, l.collname) end as collation,
         case when r.rngcanonical <> 0 then r.rngcanonical::regproc::text end    as canonical,
         case when r.rngsubdiff <> 0 then r.rngsubdiff::regproc::text end        as difference,
         m.typname                                                               as multirange
    from pg_range r
    join pg_type t            on t.oid = r.rngtypid
    join pg_type m            on m.oid = r.rngmultitypid
    join pg_type s            on s.oid = r.rngsubtype
    join pg_namespace n       on n.oid = t.typnamespace
    join pg_opclass o         on o.oid = r.rngsubopc
    join pg_namespace onn     on onn.oid = o.opcnamespace
    left join pg_collation l  on l.oid = r.rngcollation
    left join pg_namespace ln on ln.oid = l.collnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_type", "t")}
   order by n.nspname, t.typname`;

interface Row extends RangeTypeDefinition {
  readonly oid: number;
  readonly arrayOid: number;
  readonly multiOid: number;
  readonly multiArrayOid: number;
  readonly constructors: readonly string[] | null;
}
export const rangeTypeReader = defineReader<Row>(
  query,
  ({ oid, arrayOid, multiOid, multiArrayOid, constructors, ...rest }) => ({
    keys: [...[oid, arrayOid, multiOid, multiArrayOid].map((one) => `pg_type/${one}`), ...(constructors ?? [])],
    object: {
      id: `range-type:${printName([rest.schema, rest.name])}`,
      kind: "range-type",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_range where rngtypid >= 16384)",
);

/** Values wait as text while the type is made anew: its constructors keep its name from being taken by a second one. */
function rebuildSql(
  from: RangeTypeDefinition,
  to: RangeTypeDefinition,
  before: readonly TypedColumn[],
  after: readonly TypedColumn[],
): readonly string[] {
  const move = ({ column }: TypedColumn, way: "away" | "back"): string => {
    const field = quoteName(column.name);
    const text = column.type.endsWith("[]") ? "text[]" : "text";
    const type = way === "away" ? text : column.type;
    const actions = [
      ...(way === "away" && column.default !== null ? [`ALTER COLUMN ${field} DROP DEFAULT`] : []),
      `ALTER COLUMN ${field} TYPE ${type} USING ${field}::${type}`,
      ...(way === "back" && column.default !== null ? [`ALTER COLUMN ${field} SET DEFAULT ${column.default}`] : []),
    ];
    return `ALTER TABLE ${quoteQualified(column.schema, column.table)} ${actions.join(", ")}`;
  };
  return [
    ...before.map((column) => move(column, "away")),
    `DROP TYPE ${quoteQualified(from.schema, from.name)}`,
    createRangeSql(to),
    ...after.map((column) => move(column, "back")),
  ];
}

function alter(
  from: RangeTypeDefinition,
  to: RangeTypeDefinition,
  around: { readonly context: PlanContext; readonly id: string },
): Alteration {
  const { context, id } = around;
  const [before, after] = [columnsOfType(id, context.from, context.to), columnsOfType(id, context.to, context.from)];
  const tables = tablesOf(before);
  return {
    up: rebuildSql(from, to, before, after),
    down: rebuildSql(to, from, after, before),
    phase: "contract",
    along: before.map((column) => column.id),
    blocks: tables.map((table) => lock(table, "ACCESS EXCLUSIVE", "rewrite")),
    hazards: [
      hazard("breaks-running-code", id, "Code that relies on the old bounds or their order may fail."),
      ...tables.flatMap((table) => [
        hazard("rewrites-object", table, "Every row is written anew, twice; a value that the new type refuses stops it."),
        hazard("blocks-reads", table, "Nobody can read the table while it is rewritten."),
      ]),
    ],
  };
}

export const rangeTypeKind = withShell(
  standAlone<RangeTypeDefinition>({
    kind: "range-type",
    noun: "range type",
    create: (type) => [createRangeSql(type)],
    drop: ({ schema, name }) => [`DROP TYPE ${quoteQualified(schema, name)}`],
    alter,
    whenDropped: (_, { id }) => ({ hazards: [hazard("breaks-running-code", id, "Code that uses the type fails.")] }),
  }),
);
