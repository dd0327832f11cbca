import { printName } from "../../../model/name.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { defineLargeReader, type Reader, userTables } from "../introspect/reader.ts";
import type { ColumnsOf } from "../introspect/rows.ts";
import { quoteName } from "../quote.ts";
import { storable } from "./draft.ts";

// NOT NULL constraints (contype n, since version 18) are part of their column; constraint triggers (t) are triggers.
// What a parent table hands down is a clone: keys and references have a parent constraint, checks are not local.
const query = (major: number): string => `
  with ${userTables()}
  select k.oid::bigint                as oid, -- as a number: an oid is printed in quotes
         k.conindid::bigint           as "indexOid",
         c.nspname                    as schema,
         c.relname                    as "table",
         k.conname                    as name,
         k.contype                    as contype,
         pg_get_constraintdef(k.oid)  as text,
         k.convalidated               as validated,
         ${major >= 18 ? "k.conenforced" : "true"} as enforced,
         k.conparentid <> 0 or (k.coninhcount > 0 and not k.conislocal) as inherited,
         case when k.conparentid <> 0 and not ui.indisvalid then format('%I.%I', un.nspname, u.relname) end as "attachedTo",
         c.relkind = 'p' and i.indisvalid = false                   as only,
         coalesce(i.indisreplident, false)                          as "replicaIdentity",
         coalesce(i.indisclustered, false)                          as clustered,
         case when k.contype in ('p', 'u') then array_to_string(x.reloptions, ', ') end as options,
         ts.spcname                                                 as tablespace,
         ${columnNames("k.conrelid", "k.conkey")} as columns,
         case when k.contype = 'f' then
           json_build_object('schema', rn.nspname, 'name', r.relname, 'columns', ${columnNames("k.confrelid", "k.confkey")}) end as target
    from tables c
    join pg_constraint k      on k.conrelid = c.oid
    left join pg_class x      on x.oid = k.conindid and k.contype <> 'f'
    left join pg_index i      on i.indexrelid = x.oid
    left join pg_tablespace ts on ts.oid = x.reltablespace
    left join pg_constraint ku on k.conparentid <> 0 and ku.oid = k.conparentid
    left join pg_class u      on u.oid = ku.conindid and ku.contype <> 'f'
    left join pg_namespace un on un.oid = u.relnamespace
    left join pg_index ui     on ui.indexrelid = u.oid
    left join pg_class r      on r.oid = k.confrelid
    left join pg_namespace rn on rn.oid = r.relnamespace
   where k.contype in ('p', 'u', 'f', 'c', 'x')
     and not (k.contype = 'f' and k.conparentid <> 0 and ku.conrelid = k.conrelid) -- to a partition of the table referred to
   order by c.place, k.contype = 'f', k.contype <> 'p', k.conname`;

/** Names of the columns whose numbers stand in an array; mostly it is one. */
function columnNames(table: string, numbers: string): string {
  return `coalesce(case cardinality(${numbers}) when 1
           then (select json_build_array(a.attname) from pg_attribute a where a.attrelid = ${table} and a.attnum = ${numbers}[1])
           else (select json_agg(a.attname order by u.place)
                   from unnest(${numbers}) with ordinality u(number, place)
                   join pg_attribute a on a.attrelid = ${table} and a.attnum = u.number) end, '[]'::json)`;
}

interface Row extends Omit<ConstraintDefinition, "type" | "references"> {
  readonly oid: number;
  readonly indexOid: number;
  readonly inherited: boolean;
  /** Storage parameters of the index, which the server does not print with a key. */
  readonly options: string | null;
  readonly tablespace: string | null;
  readonly contype: "p" | "u" | "f" | "c" | "x";
  readonly target: { readonly schema: string; readonly name: string; readonly columns: readonly string[] } | null;
}
const columns: ColumnsOf<Row> = {
  oid: true,
  indexOid: true,
  schema: true,
  table: true,
  name: true,
  contype: true,
  text: true,
  validated: true,
  enforced: true,
  inherited: true,
  attachedTo: true,
  only: true,
  replicaIdentity: true,
  clustered: true,
  options: true,
  tablespace: true,
  columns: true,
  target: true,
};
const types = { p: "primary", u: "unique", f: "foreign", c: "check", x: "exclusion" } as const;

/** The server's text with what it leaves out: storage parameters of keys, the tablespace of the index. */
function complete({ text, options, tablespace, contype }: Row): string {
  const bare = text.replace(/ NOT VALID$/, "");
  const added = `${options === null ? "" : ` WITH (${options})`}${tablespace === null ? "" : ` USING INDEX TABLESPACE ${quoteName(tablespace)}`}`;
  if (added === "") return bare;
  const tail = (contype === "x" ? / WHERE \([\s\S]*$/ : / DEFERRABLE.*$/).exec(bare)?.[0] ?? / DEFERRABLE.*$/.exec(bare)?.[0] ?? "";
  return `${bare.slice(0, bare.length - tail.length)}${added}${tail}`;
}

export const constraintReader: Reader = defineLargeReader<Row>(columns, query, (row) => {
  const { oid, indexOid, contype, options: _options, tablespace: _tablespace, inherited, target, ...rest } = row;
  const table = printName([rest.schema, rest.table]);
  const parent = `table:${table}`;
  const own = rest.columns.map((column) => `column:${table}.${printName([column])}`);
  const targetTable = target === null ? "" : printName([target.schema, target.name]);
  const used =
    target === null ? [] : [`table:${targetTable}`, ...target.columns.map((column) => `column:${targetTable}.${printName([column])}`)];
  const definition: ConstraintDefinition = {
    ...rest,
    text: complete(row),
    type: types[contype],
    references: target === null ? null : { table: `table:${targetTable}`, columns: target.columns },
  };
  return {
    keys: [`pg_constraint/${oid}`, ...(contype === "f" || contype === "c" ? [] : [`pg_class/${indexOid}`])],
    ...(inherited && rest.attachedTo === null ? { isClone: true } : {}),
    object: {
      id: `constraint:${table}.${printName([rest.name])}`,
      kind: "constraint",
      parent,
      dependsOn: [parent, ...own, ...used],
      definition: storable(definition),
    },
  };
});
