import { printName } from "../../../model/name.ts";
import type { ColumnDefinition, IdentityDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema, type Reader } from "../introspect/reader.ts";
import { ownNotNullName } from "./column-text.ts";
import { storable } from "./draft.ts";

// A column that comes from a parent is an object of its own only where it says something else; "above" is the parent's column.
const query = `
  select c.oid,
         a.attnum                                 as position,
         d.oid                                    as "defaultOid",
         n.nspname                                as schema,
         c.relname                                as "table",
         a.attname                                as name,
         format_type(a.atttypid, a.atttypmod)     as type,
         a.attnotnull                             as "notNull",
         a.attgenerated                           as generated, -- '' none, s stored, v virtual
         a.attidentity                            as identity,  -- '' none, a always, d by default
         pg_get_expr(d.adbin, d.adrelid)          as expression,
         case when a.attcollation <> t.typcollation then format('%I.%I', ln.nspname, l.collname) end as collation,
         case when s.seqrelid is not null then json_build_object(
           'start', s.seqstart::text, 'increment', s.seqincrement::text, 'minimum', s.seqmin::text,
           'maximum', s.seqmax::text, 'cache', s.seqcache::text, 'cycles', s.seqcycle) end              as sequence,
         case when a.attstorage <> t.typstorage then a.attstorage end                                   as storage,
         t.typstorage                             as "ownStorage",
         nullif(a.attcompression, '')             as compression, -- p pglz, l lz4
         nullif(a.attstattarget, -1)              as statistics,
         case when a.attoptions is not null then (select json_agg(o order by o) from unnest(a.attoptions) o) end as options,
         case when k.oid is not null then json_build_object(
           'oid', k.oid, 'name', k.conname, 'validated', k.convalidated, 'inherits', not k.connoinherit, 'local', k.conislocal) end as "notNullRule",
         a.attinhcount > 0 and not a.attislocal   as inherited,
         up.above
    from pg_attribute a
    join pg_class c           on c.oid = a.attrelid
    join pg_namespace n       on n.oid = c.relnamespace
    join pg_type t            on t.oid = a.atttypid
    left join pg_attrdef d    on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_collation l  on l.oid = a.attcollation
    left join pg_namespace ln on ln.oid = l.collnamespace
    left join pg_depend i     on a.attidentity <> ''
                             and i.refclassid = 'pg_class'::regclass and i.refobjid = a.attrelid and i.refobjsubid = a.attnum
                             and i.classid = 'pg_class'::regclass and i.deptype = 'i'
    left join pg_sequence s   on s.seqrelid = i.objid
    left join pg_constraint k on a.attnotnull and k.conrelid = a.attrelid and k.contype = 'n' and k.conkey[1] = a.attnum
    left join lateral (
      select json_build_object('schema', pn.nspname, 'table', p.relname, 'notNull', b.attnotnull, 'expression', pg_get_expr(e.adbin, e.adrelid),
                               'storage', b.attstorage, 'compression', b.attcompression, 'statistics', nullif(b.attstattarget, -1),
                               'options', b.attoptions) as above
        from pg_inherits h
        join pg_class p         on p.oid = h.inhparent
        join pg_namespace pn    on pn.oid = p.relnamespace
        join pg_attribute b     on b.attrelid = h.inhparent and b.attname = a.attname and not b.attisdropped
        left join pg_attrdef e  on e.adrelid = b.attrelid and e.adnum = b.attnum
       where h.inhrelid = a.attrelid
       order by h.inhseqno
       limit 1) up            on a.attinhcount > 0
   where c.relkind in ('r', 'p')
     and c.relpersistence <> 't'
     and a.attnum > 0
     and not a.attisdropped
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname, a.attnum`;

interface Above {
  readonly schema: string;
  readonly table: string;
  readonly notNull: boolean;
  readonly expression: string | null;
  readonly storage: string;
  readonly compression: string;
  readonly statistics: number | null;
  readonly options: readonly string[] | null;
}
interface Row extends Pick<ColumnDefinition, "schema" | "table" | "name" | "type" | "notNull" | "collation" | "statistics" | "inherited"> {
  readonly oid: number;
  readonly position: number;
  readonly defaultOid: number | null;
  readonly generated: string;
  readonly identity: string;
  readonly expression: string | null;
  readonly sequence: Omit<IdentityDefinition, "kind"> | null;
  readonly storage: string | null;
  readonly ownStorage: string;
  readonly compression: "p" | "l" | null;
  readonly options: readonly string[] | null;
  readonly notNullRule: {
    readonly oid: number;
    readonly name: string;
    readonly validated: boolean;
    readonly inherits: boolean;
    readonly local: boolean;
  } | null;
  readonly above: Above | null;
}
const storages: Readonly<Record<string, "plain" | "external" | "extended" | "main">> = {
  p: "plain",
  e: "external",
  x: "extended",
  m: "main",
};

/** Whether an inherited column says something that its parent's does not. Settings that nobody gave it follow nobody. */
function saysMore(row: Row, above: Above): boolean {
  return (
    row.notNull !== above.notNull ||
    row.expression !== above.expression ||
    (row.storage ?? row.ownStorage) !== above.storage ||
    (row.compression !== null && row.compression !== above.compression) ||
    (row.statistics !== null && row.statistics !== above.statistics) ||
    (row.options !== null && JSON.stringify(row.options) !== JSON.stringify(above.options))
  );
}

function ruleOf({ notNullRule: rule, table, name, inherited }: Row): ColumnDefinition["notNullRule"] {
  if (rule === null || (inherited && rule.local)) return null;
  // The server puts a number behind a name that another table of the schema has taken.
  const own = rule.name.replace(/(_not_null)\d+$/, "$1") === ownNotNullName(table, name);
  if ((own || !rule.local) && rule.validated && rule.inherits) return null;
  return { name: own ? null : rule.name, validated: rule.validated, inherits: rule.inherits };
}

/** The column by itself: what it would be without parents. */
function standing(row: Row): ColumnDefinition {
  return {
    schema: row.schema,
    table: row.table,
    name: row.name,
    type: row.type,
    notNull: row.notNull,
    notNullRule: ruleOf(row),
    default: row.generated === "" ? row.expression : null,
    identity:
      row.sequence === null || row.identity === "" ? null : { kind: row.identity === "a" ? "always" : "by default", ...row.sequence },
    generated:
      row.generated === "" || row.expression === null
        ? null
        : { expression: row.expression, kind: row.generated === "s" ? "stored" : "virtual" },
    collation: row.collation,
    storage: row.storage === null ? null : (storages[row.storage] ?? null),
    compression: row.compression === null ? null : row.compression === "l" ? "lz4" : "pglz",
    statistics: row.statistics,
    options: row.options ?? [],
    inherited: false,
  };
}

export const columnReader: Reader = defineReader<Row>(query, (row) => {
  const parent = `table:${printName([row.schema, row.table])}`;
  const isClone = row.inherited && row.above !== null && !saysMore(row, row.above);
  const isOverride = row.inherited && !isClone;
  const ownStorage = storages[row.ownStorage];
  return {
    keys: [
      `pg_class/${row.oid}/${row.position}`,
      ...(row.defaultOid === null ? [] : [`pg_attrdef/${row.defaultOid}`]),
      ...(row.notNullRule === null ? [] : [`pg_constraint/${row.notNullRule.oid}`]),
    ],
    ...(isClone ? { isClone } : {}),
    object: {
      id: `column:${printName([row.schema, row.table, row.name])}`,
      kind: "column",
      parent,
      dependsOn: [
        parent,
        ...(isOverride && row.above !== null ? [`column:${printName([row.above.schema, row.above.table, row.name])}`] : []),
      ],
      definition: storable({ ...standing(row), inherited: isOverride }),
      // Said only where it is needed to go back to it.
      ...(row.storage === null || ownStorage === undefined ? {} : { aside: { ownStorage } }),
    },
  };
});
