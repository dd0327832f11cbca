import { printName } from "../../../model/name.ts";
import type { IndexDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema, type Reader } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";

// Indexes that carry a constraint are part of it. An index attached to one of the parent table is a clone of that, unless that one is not valid yet.
const query = `
  select c.oid,
         n.nspname               as schema,
         t.relname               as "table",
         t.relkind               as relkind,
         c.relname               as name,
         pg_get_indexdef(c.oid)  as text,
         pg_get_expr(i.indpred, i.indrelid) as predicate,
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
         case when not ui.indisvalid then format('%I.%I', un.nspname, u.relname) end as "attachedTo"
    from pg_index i
    join pg_class c           on c.oid = i.indexrelid
    join pg_class t           on t.oid = i.indrelid
    join pg_namespace n       on n.oid = t.relnamespace
    left join pg_tablespace ts on ts.oid = c.reltablespace
    left join pg_inherits h   on c.relispartition and h.inhrelid = c.oid
    left join pg_class u      on u.oid = h.inhparent
    left join pg_namespace un on un.oid = u.relnamespace
    left join pg_index ui     on ui.indexrelid = u.oid
   where t.relkind in ('r', 'm', 'p')
     and t.relpersistence <> 't'
     and not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "t")}
   order by n.nspname, c.relname`;

interface Row extends Omit<IndexDefinition, "statistics"> {
  readonly oid: number;
  readonly relkind: "r" | "m" | "p";
  readonly predicate: string | null;
  readonly tablespace: string | null;
  readonly statistics: IndexDefinition["statistics"] | null;
  readonly inherited: boolean;
}

/** The server's text with the tablespace, which it leaves out; a whole index of a partitioned table without ONLY. */
function complete({ text, predicate, tablespace, relkind, valid }: Row): string {
  const whole = relkind === "p" && valid ? text.replace(/^(CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")*"|\S+) ON) ONLY /, "$1 ") : text;
  if (tablespace === null) return whole;
  const tail = predicate === null ? "" : ` WHERE ${predicate}`;
  const head = whole.endsWith(tail) ? whole.slice(0, whole.length - tail.length) : whole;
  return `${head} TABLESPACE ${quoteName(tablespace)}${whole.endsWith(tail) ? tail : ""}`;
}

export const indexReader: Reader = defineReader<Row>(query, (row) => {
  const { oid, relkind, predicate: _predicate, tablespace: _tablespace, inherited, ...rest } = row;
  const parent = `${relkind === "m" ? "materialized-view" : "table"}:${printName([rest.schema, rest.table])}`;
  const definition: IndexDefinition = {
    ...rest,
    text: complete(row),
    // A partitioned index that its partitions do not all have says so by ONLY.
    valid: rest.valid || relkind === "p",
    statistics: rest.statistics ?? [],
  };
  return {
    keys: [`pg_class/${oid}`],
    ...(inherited ? { isClone: true } : {}),
    object: {
      id: `index:${printName([rest.schema, rest.name])}`,
      kind: "index",
      parent,
      dependsOn: [parent],
      definition: { ...definition },
    },
  };
});
