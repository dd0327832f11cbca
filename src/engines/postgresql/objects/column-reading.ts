import { printName } from "../../../model/name.ts";
import type { ColumnDefinition, IdentityDefinition } from "../definitions.ts";
import { defineLargeReader, type Reader, userTables } from "../introspect/reader.ts";
import type { ColumnsOf } from "../introspect/rows.ts";
import { ownNotNullName } from "./column-text.ts";
import { storable } from "./draft.ts";

// A column that comes from a parent is an object of its own only where it says something else; "above" is the parent's column. What few columns have
// stands together in "rare". A default names no column, and is printed without opening its table.
const query = `
  with ${userTables()}
  select c.oid::bigint as oid, -- as a number: an oid is printed in quotes
         a.attnum                                 as position,
         d.oid::bigint                            as "defaultOid",
         c.nspname                                as schema,
         c.relname                                as "table",
         a.attname                                as name,
         format_type(a.atttypid, a.atttypmod)     as type,
         a.attnotnull                             as "notNull",
         a.attgenerated                           as generated, -- '' none, s stored, v virtual
         pg_get_expr(d.adbin, case when a.attgenerated = '' then 0 else d.adrelid end) as expression,
         t.typstorage                             as "ownStorage",
         k.oid::bigint                            as "notNullOid",
         case when not (k.convalidated and not k.connoinherit and k.conname = c.relname || '_' || a.attname || '_not_null') then json_build_object(
           'name', k.conname, 'validated', k.convalidated, 'inherits', not k.connoinherit, 'local', k.conislocal) end as "notNullRule",
         a.attinhcount > 0 and not a.attislocal   as inherited,
         case when a.attidentity <> '' or a.attcollation <> t.typcollation or a.attstorage <> t.typstorage or a.attcompression <> ''
                or a.attstattarget >= 0 or a.attoptions is not null or a.attinhcount > 0 then json_build_object(
           'identity', nullif(a.attidentity, ''), -- a always, d by default
           'collation', case when a.attcollation <> t.typcollation then (
             select format('%I.%I', ln.nspname, l.collname)
               from pg_collation l
               join pg_namespace ln on ln.oid = l.collnamespace
              where l.oid = a.attcollation) end,
           'sequence', case when a.attidentity <> '' then (
             select json_build_object('start', s.seqstart::text, 'increment', s.seqincrement::text, 'minimum', s.seqmin::text,
                                      'maximum', s.seqmax::text, 'cache', s.seqcache::text, 'cycles', s.seqcycle)
               from pg_depend i
               join pg_sequence s on s.seqrelid = i.objid
              where i.refclassid = 'pg_class'::regclass and i.refobjid = a.attrelid and i.refobjsubid = a.attnum
                and i.classid = 'pg_class'::regclass and i.deptype = 'i') end,
           'storage', case when a.attstorage <> t.typstorage then a.attstorage end,
           'compression', nullif(a.attcompression, ''), -- p pglz, l lz4
           'statistics', nullif(a.attstattarget, -1),
           'options', case when a.attoptions is not null then (select json_agg(o order by o) from unnest(a.attoptions) o) end,
           'above', case when a.attinhcount > 0 then (
             select json_build_object('schema', pn.nspname, 'table', p.relname, 'notNull', b.attnotnull,
                                      'expression', pg_get_expr(e.adbin, e.adrelid), 'storage', b.attstorage,
                                      'compression', b.attcompression, 'statistics', nullif(b.attstattarget, -1), 'options', b.attoptions)
               from pg_inherits h
               join pg_class p         on p.oid = h.inhparent
               join pg_namespace pn    on pn.oid = p.relnamespace
               join pg_attribute b     on b.attrelid = h.inhparent and b.attname = a.attname and not b.attisdropped
               left join pg_attrdef e  on e.adrelid = b.attrelid and e.adnum = b.attnum
              where h.inhrelid = a.attrelid
              order by h.inhseqno
              limit 1) end) end                   as rare
    from tables c
    join pg_attribute a       on a.attrelid = c.oid
    join pg_type t            on t.oid = a.atttypid
    left join pg_attrdef d    on a.atthasdef and d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_constraint k on a.attnotnull and k.conrelid = a.attrelid and k.contype = 'n' and k.conkey[1] = a.attnum
   where a.attnum > 0
     and not a.attisdropped
   order by c.place, a.attnum`;

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
/** What few columns have. */
interface Rare {
  readonly identity: string | null;
  readonly collation: string | null;
  readonly sequence: Omit<IdentityDefinition, "kind"> | null;
  readonly storage: string | null;
  readonly compression: "p" | "l" | null;
  readonly statistics: number | null;
  readonly options: readonly string[] | null;
  readonly above: Above | null;
}
interface Row extends Pick<ColumnDefinition, "schema" | "table" | "name" | "type" | "notNull" | "inherited"> {
  readonly oid: number;
  readonly position: number;
  readonly defaultOid: number | null;
  readonly generated: string;
  readonly expression: string | null;
  readonly ownStorage: string;
  readonly notNullOid: number | null;
  /** Null also where it says no more than the server does by itself. */
  readonly notNullRule: { readonly name: string; readonly validated: boolean; readonly inherits: boolean; readonly local: boolean } | null;
  readonly rare: Rare | null;
}
const columns: ColumnsOf<Row> = {
  oid: true,
  position: true,
  defaultOid: true,
  schema: true,
  table: true,
  name: true,
  type: true,
  notNull: true,
  generated: true,
  expression: true,
  ownStorage: true,
  notNullOid: true,
  notNullRule: true,
  inherited: true,
  rare: true,
};
const plain: Rare = {
  identity: null,
  collation: null,
  sequence: null,
  storage: null,
  compression: null,
  statistics: null,
  options: null,
  above: null,
};
const none: readonly string[] = [];
const storages: Readonly<Record<string, "plain" | "external" | "extended" | "main">> = {
  p: "plain",
  e: "external",
  x: "extended",
  m: "main",
};

/** Whether an inherited column says something that its parent's does not. Settings that nobody gave it follow nobody. */
function saysMore(row: Row, { storage, compression, statistics, options }: Rare, above: Above): boolean {
  return (
    row.notNull !== above.notNull ||
    row.expression !== above.expression ||
    (storage ?? row.ownStorage) !== above.storage ||
    (compression !== null && compression !== above.compression) ||
    (statistics !== null && statistics !== above.statistics) ||
    (options !== null && JSON.stringify(options) !== JSON.stringify(above.options))
  );
}

function ruleOf({ notNullRule: rule, table, name, inherited }: Row): ColumnDefinition["notNullRule"] {
  if (rule === null || (inherited && rule.local)) return null;
  // The server puts a number behind a name that another table of the schema has taken.
  const own = rule.name.replace(/(_not_null)\d+$/, "$1") === ownNotNullName(table, name);
  if ((own || !rule.local) && rule.validated && rule.inherits) return null;
  return { name: own ? null : rule.name, validated: rule.validated, inherits: rule.inherits };
}

/** The column as its table has it: what it would be without parents, or what it says beyond them. */
function standing(row: Row, rare: Rare, from: "itself" | "a parent"): ColumnDefinition {
  const { sequence, identity, storage, compression } = rare;
  return {
    schema: row.schema,
    table: row.table,
    name: row.name,
    type: row.type,
    notNull: row.notNull,
    notNullRule: ruleOf(row),
    default: row.generated === "" ? row.expression : null,
    identity: sequence === null || identity === null ? null : { kind: identity === "a" ? "always" : "by default", ...sequence },
    generated:
      row.generated === "" || row.expression === null
        ? null
        : { expression: row.expression, kind: row.generated === "s" ? "stored" : "virtual" },
    collation: rare.collation,
    storage: storage === null ? null : (storages[storage] ?? null),
    compression: compression === null ? null : compression === "l" ? "lz4" : "pglz",
    statistics: rare.statistics,
    options: rare.options ?? none,
    inherited: from === "a parent",
  };
}

export const columnReader: Reader = defineLargeReader<Row>(columns, query, (row) => {
  const rare = row.rare ?? plain;
  const { above, storage } = rare;
  const table = printName([row.schema, row.table]);
  const parent = `table:${table}`;
  const isClone = row.inherited && above !== null && !saysMore(row, rare, above);
  const isOverride = row.inherited && !isClone;
  const ownStorage = storages[row.ownStorage];
  return {
    keys: [
      `pg_class/${row.oid}/${row.position}`,
      ...(row.defaultOid === null ? [] : [`pg_attrdef/${row.defaultOid}`]),
      ...(row.notNullOid === null ? [] : [`pg_constraint/${row.notNullOid}`]),
    ],
    ...(isClone ? { isClone } : {}),
    object: {
      id: `column:${table}.${printName([row.name])}`,
      kind: "column",
      parent,
      dependsOn: isOverride && above !== null ? [parent, `column:${printName([above.schema, above.table, row.name])}`] : [parent],
      definition: storable(standing(row, rare, isOverride ? "a parent" : "itself")),
      // Said only where it is needed to go back to it.
      ...(storage === null || ownStorage === undefined ? {} : { aside: { ownStorage } }),
    },
  };
});
