import { printName } from "../../../model/name.ts";
import type { TableDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema, type Reader } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";

// Storage parameters of the TOAST table are its own; they are set through the table as toast.*.
const query = `
  select c.oid,
         c.reltype    as "rowType",
         t.typarray   as "rowArray",
         n.nspname    as schema,
         c.relname    as name,
         case c.relpersistence when 'u' then 'unlogged' else 'permanent' end                           as persistence,
         case when c.relforcerowsecurity then case when c.relrowsecurity then 'forced' else 'forced-off' end
              when c.relrowsecurity then 'on' else 'off' end                                           as "rowSecurity",
         case when c.reloptions is null and o.reloptions is null then '[]'::json
              else coalesce((select json_agg(x.option order by x.option)
                               from (select unnest(c.reloptions) as option
                                     union all select 'toast.' || unnest(o.reloptions)) x), '[]'::json) end as options,
         case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end                                   as "partitionBy",
         case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end                        as bound,
         h.parents,
         case when c.reloftype <> 0 then format_type(c.reloftype, null) end                            as "ofType",
         case c.relreplident when 'f' then 'full' when 'n' then 'nothing' when 'i' then 'index' else 'default' end as "replicaIdentity",
         s.spcname                                                                                     as tablespace,
         case when m.amname <> current_setting('default_table_access_method') then m.amname end        as "accessMethod"
    from pg_class c
    join pg_namespace n       on n.oid = c.relnamespace
    join pg_type t            on t.oid = c.reltype
    left join pg_class o      on o.oid = c.reltoastrelid
    left join pg_tablespace s on s.oid = c.reltablespace
    left join pg_am m         on m.oid = c.relam
    left join (select i.inhrelid, json_agg(json_build_array(pn.nspname, p.relname) order by pn.nspname, p.relname) as parents
                 from pg_inherits i
                 join pg_class p      on p.oid = i.inhparent
                 join pg_namespace pn on pn.oid = p.relnamespace
                where p.relkind in ('r', 'p')
                group by i.inhrelid) h on h.inhrelid = c.oid
   where c.relkind in ('r', 'p')
     and c.relpersistence <> 't'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname`;

interface Row extends Omit<TableDefinition, "partitionOf" | "inherits"> {
  readonly oid: number;
  readonly rowType: number;
  readonly rowArray: number;
  readonly bound: string | null;
  readonly parents: readonly (readonly string[])[] | null;
}

export const tableReader: Reader = defineReader<Row>(query, ({ oid, rowType, rowArray, bound, parents, ...rest }) => {
  const above = (parents ?? []).map((parent) => `table:${printName(parent)}`);
  const definition: TableDefinition = {
    ...rest,
    options: rest.options.map(quoteOption),
    partitionOf: bound === null || above[0] === undefined ? null : { table: above[0], bound },
    inherits: bound === null ? above : [],
  };
  return {
    keys: [`pg_class/${oid}`, `pg_type/${rowType}`, `pg_type/${rowArray}`],
    object: {
      id: `table:${printName([rest.schema, rest.name])}`,
      kind: "table",
      dependsOn: [`schema:${printName([rest.schema])}`, ...above],
      definition: { ...definition },
    },
  };
});

/** A storage parameter whose value would not be read as it stands (`vacuum_index_cleanup=auto` is one word; a text with blanks is not). */
function quoteOption(option: string): string {
  const at = option.indexOf("=");
  const value = option.slice(at + 1);
  return at < 0 || /^[\w.+-]+$/.test(value) ? option : `${option.slice(0, at)}='${value.replaceAll("'", "''")}'`;
}

/** `public.t` of an id's table, as SQL. */
export function tableSqlOf(table: Pick<TableDefinition, "schema" | "name">): string {
  return quoteQualified(table.schema, table.name);
}
