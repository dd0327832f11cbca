import { printName } from "../../../model/name.ts";
import type { IndexDefinition } from "../definitions.ts";
import { defineLargeReader, type Reader, userTables } from "../introspect/reader.ts";
import type { ColumnsOf } from "../introspect/rows.ts";
import { quoteName } from "../quote.ts";
import { storable } from "./draft.ts";

// Indexes that carry a constraint are part of it. An index attached to one of the parent table is a clone of that, unless that one is not valid yet.
const query = `
  with ${userTables("'r', 'm', 'p'")}
  select c.oid::bigint as oid, -- as a number: an oid is printed in quotes
         t.nspname               as schema,
         t.relname               as "table",
         t.relkind               as relkind,
         c.relname               as name,
         pg_get_indexdef(c.oid)  as text,
         case when c.reltablespace <> 0 then pg_get_expr(i.indpred, i.indrelid) end as predicate,
         ts.spcname              as tablespace,
         i.indisunique           as "unique",
         i.indisvalid            as valid,
         i.indisreplident        as "replicaIdentity",
         i.indisclustered        as clustered,
         case when i.indexprs is not null then
           (select json_agg(json_build_object('column', a.attnum, 'target', a.attstattarget) order by a.attnum)
              from pg_attribute a
             where a.attrelid = c.oid and a.attstattarget >= 0) end                 as statistics,
         u.oid is not null and ui.indisvalid                                        as inherited,
         case when not ui.indisvalid then format('%I.%I', un.nspname, u.relname) end as "attachedTo",
         case when not ui.indisvalid then json_build_array(un.nspname, u.relname) end as whole
    from tables t
    join pg_index i           on i.indrelid = t.oid
    join pg_class c           on c.oid = i.indexrelid
    left join pg_tablespace ts on ts.oid = c.reltablespace
    left join pg_inherits h   on c.relispartition and h.inhrelid = c.oid
    left join pg_class u      on u.oid = h.inhparent
    left join pg_namespace un on un.oid = u.relnamespace
    left join pg_index ui     on ui.indexrelid = u.oid
   where not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
   order by t.nspname, c.relname`;

interface Row extends Omit<IndexDefinition, "statistics"> {
  readonly oid: number;
  readonly relkind: "r" | "m" | "p";
  /** Asked only where a tablespace has to be put before it. */
  readonly predicate: string | null;
  readonly tablespace: string | null;
  readonly statistics: IndexDefinition["statistics"] | null;
  readonly inherited: boolean;
  /** Name of the index it is attached to, where that is not valid. */
  readonly whole: readonly string[] | null;
}

const columns: ColumnsOf<Row> = {
  oid: true,
  schema: true,
  table: true,
  relkind: true,
  name: true,
  text: true,
  predicate: true,
  tablespace: true,
  unique: true,
  valid: true,
  replicaIdentity: true,
  clustered: true,
  statistics: true,
  inherited: true,
  attachedTo: true,
  whole: true,
};
const none: IndexDefinition["statistics"] = [];

/** The server's text with the tablespace, which it leaves out; a whole index of a partitioned table without ONLY. */
function complete({ text, predicate, tablespace, relkind, valid }: Row): string {
  const whole = relkind === "p" && valid ? text.replace(/^(CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")*"|\S+) ON) ONLY /, "$1 ") : text;
  if (tablespace === null) return whole;
  const tail = predicate === null ? "" : ` WHERE ${predicate}`;
  const head = whole.endsWith(tail) ? whole.slice(0, whole.length - tail.length) : whole;
  return `${head} TABLESPACE ${quoteName(tablespace)}${whole.endsWith(tail) ? tail : ""}`;
}

export const indexReader: Reader = defineLargeReader<Row>(columns, query, (row) => {
  const { oid, relkind, predicate: _predicate, tablespace: _tablespace, inherited, whole, ...rest } = row;
  const parent = `${relkind === "m" ? "materialized-view" : "table"}:${printName([rest.schema, rest.table])}`;
  const definition: IndexDefinition = {
    ...rest,
    text: complete(row),
    // A partitioned index that its partitions do not all have says so by ONLY.
    valid: rest.valid || relkind === "p",
    statistics: rest.statistics ?? none,
  };
  return {
    keys: [`pg_class/${oid}`],
    ...(inherited ? { isClone: true } : {}),
    object: {
      id: `index:${printName([rest.schema, rest.name])}`,
      kind: "index",
      parent,
      dependsOn: [parent, ...(whole === null ? [] : [`index:${printName(whole)}`])],
      definition: storable(definition),
    },
  };
});
