import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { hazard, lock } from "./draft.ts";
import { type ForeignColumn, type ForeignTableDefinition, changeForeignTableSql, createForeignTableSql } from "./foreign-table-text.ts";
import { openOptionsSql } from "./server-options.ts";
import { standAlone } from "./stand-alone.ts";

// Columns and checks of a parent are the parent's.
const query = `
  select c.oid,
         c.reltype                          as "rowType",
         t.typarray                         as "rowArray",
         n.nspname                          as schema,
         c.relname                          as name,
         s.srvname                          as server,
         ${openOptionsSql("f.ftoptions")}   as options,
         coalesce((select json_agg(json_build_object(
             'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
             'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
             'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
             'collation', case when a.attcollation <> y.typcollation then format('%I.%I', ln.nspname, l.collname) end,
             'options', ${openOptionsSql("a.attfdwoptions")}, 'key', 'pg_attrdef/' || d.oid) order by a.attnum)
            from pg_attribute a
            join pg_type y            on y.oid = a.atttypid
            left join pg_attrdef d    on d.adrelid = a.attrelid and d.adnum = a.attnum
            left join pg_collation l  on l.oid = a.attcollation
            left join pg_namespace ln on ln.oid = l.collnamespace
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             and (a.attinhcount = 0 or (a.attislocal and not c.relispartition))), '[]'::json)           as columns,
         coalesce((select json_agg(json_build_object('name', k.conname, 'text', pg_get_constraintdef(k.oid), 'key', 'pg_constraint/' || k.oid)
                                   order by k.conname)
                     from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.coninhcount = 0), '[]'::json) as checks,
         (select json_agg(json_build_array(pn.nspname, p.relname) order by h.inhseqno)
            from pg_inherits h
            join pg_class p      on p.oid = h.inhparent
            join pg_namespace pn on pn.oid = p.relnamespace
           where h.inhrelid = c.oid)                                                                    as parents,
         case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end                         as bound
    from pg_foreign_table f
    join pg_class c          on c.oid = f.ftrelid
    join pg_type t           on t.oid = c.reltype
    join pg_namespace n      on n.oid = c.relnamespace
    join pg_foreign_server s on s.oid = f.ftserver
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname`;

interface Keyed {
  readonly key: string | null;
}
interface Row extends Omit<ForeignTableDefinition, "columns" | "checks" | "parents"> {
  readonly oid: number;
  readonly rowType: number;
  readonly rowArray: number;
  readonly columns: readonly (ForeignColumn & Keyed & { readonly name: string })[];
  readonly checks: readonly (Keyed & { readonly name: string; readonly text: string })[];
  readonly parents: readonly (readonly string[])[] | null;
}
export const foreignTableReader = defineReader<Row>(
  query,
  ({ oid, rowType, rowArray, columns, checks, parents: above, ...rest }) => {
    const parents = (above ?? []).map((name) => `table:${printName(name)}`);
    const label = printName([rest.schema, rest.name]);
    const keys = [...columns, ...checks].flatMap(({ key }) => (key === null ? [] : [key]));
    return {
      keys: [`pg_class/${oid}`, `pg_type/${rowType}`, `pg_type/${rowArray}`, ...keys],
      object: {
        id: `foreign-table:${label}`,
        kind: "foreign-table",
        dependsOn: [`schema:${printName([rest.schema])}`, `foreign-server:${printName([rest.server])}`, ...parents],
        outline: {
          label,
          fields: columns.map(({ name, type, notNull }) => ({ name, type, required: notNull })),
          keys: [],
          references: [],
        },
        definition: {
          ...rest,
          parents,
          columns: Object.fromEntries(columns.map(({ key: _key, name, ...column }) => [name, column])),
          checks: Object.fromEntries(checks.map(({ name, text }) => [name, text])),
        },
      },
    };
  },
  "exists (select from pg_foreign_table)",
);

export const foreignTableKind = standAlone<ForeignTableDefinition>({
  kind: "foreign-table",
  noun: "foreign table",
  create: (table) => [createForeignTableSql(table)],
  drop: ({ schema, name }) => [`DROP FOREIGN TABLE ${quoteQualified(schema, name)}`],
  alter: (from, to, { id }) => {
    // Its rows are somebody else's: it goes and comes where it joins or leaves a parent.
    if (from.server !== to.server || from.bound !== to.bound || from.parents.join() !== to.parents.join()) return null;
    const gone = Object.keys(from.columns).filter((name) => to.columns[name] === undefined);
    return {
      up: changeForeignTableSql(from, to),
      down: changeForeignTableSql(to, from),
      ...(gone.length > 0 ? { phase: "contract" as const } : {}),
      blocks: [lock(labelOf(id), "ACCESS EXCLUSIVE")],
      hazards:
        gone.length > 0
          ? [
              hazard(
                "breaks-running-code",
                labelOf(id),
                `Code that names ${gone.map(quoteName).join(", ")} fails; the rows stay where they are.`,
              ),
            ]
          : [],
    };
  },
  whenDropped: (_, { id }) => ({
    blocks: [lock(labelOf(id), "ACCESS EXCLUSIVE")],
    hazards: [hazard("breaks-running-code", labelOf(id), "Code that reads the foreign table fails; the rows stay where they are.")],
  }),
});
