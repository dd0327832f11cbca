import { printName } from "../../../model/name.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema, type Reader } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";

// NOT NULL constraints (contype n, since version 18) are part of their column; constraint triggers (t) are triggers.
// What a parent table hands down is a clone: keys and references have a parent constraint, checks are not local.
const query = `
  select k.oid,
         k.conindid                   as "indexOid",
         n.nspname                    as schema,
         c.relname                    as "table",
         k.conname                    as name,
         k.contype                    as contype,
         pg_get_constraintdef(k.oid)  as text,
         k.convalidated               as validated,
         coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)  as enforced,
         k.conparentid <> 0 or (k.coninhcount > 0 and not k.conislocal) as inherited,
         case when k.conparentid <> 0 and not ui.indisvalid then format('%I.%I', un.nspname, u.relname) end as "attachedTo",
         c.relkind = 'p' and i.indisvalid = false                   as only,
         coalesce(i.indisreplident, false)                          as "replicaIdentity",
         coalesce(i.indisclustered, false)                          as clustered,
         case when k.contype in ('p', 'u') then array_to_string(x.reloptions, ', ') end as options,
         ts.spcname                                                 as tablespace,
         coalesce((select json_agg(a.attname order by u.place)
                     from unnest(k.conkey) with ordinality u(number, place)
                     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number), '[]'::json) as columns,
         case when k.contype = 'f' then json_build_object('schema', rn.nspname, 'name', r.relname, 'columns',
           (select json_agg(a.attname order by u.place)
              from unnest(k.confkey) with ordinality u(number, place)
              join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number)) end          as target
    from pg_constraint k
    join pg_class c           on c.oid = k.conrelid
    join pg_namespace n       on n.oid = c.relnamespace
    left join pg_class x      on x.oid = k.conindid and k.contype <> 'f'
    left join pg_index i      on i.indexrelid = x.oid
    left join pg_tablespace ts on ts.oid = x.reltablespace
    left join pg_constraint ku on ku.oid = k.conparentid
    left join pg_class u      on u.oid = ku.conindid and ku.contype <> 'f'
    left join pg_namespace un on un.oid = u.relnamespace
    left join pg_index ui     on ui.indexrelid = u.oid
    left join pg_class r      on r.oid = k.confrelid
    left join pg_namespace rn on rn.oid = r.relnamespace
   where k.contype in ('p', 'u', 'f', 'c', 'x')
     and c.relkind in ('r', 'p')
     and c.relpersistence <> 't'
     and not (k.contype = 'f' and k.conparentid <> 0 and ku.conrelid = k.conrelid) -- to a partition of the table referred to
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname, k.contype = 'f', k.contype <> 'p', k.conname`;

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
const types = { p: "primary", u: "unique", f: "foreign", c: "check", x: "exclusion" } as const;

/** The server's text with what it leaves out: storage parameters of keys, the tablespace of the index. */
function complete({ text, options, tablespace, contype }: Row): string {
  const bare = text.replace(/ NOT VALID$/, "");
  const added = `${options === null ? "" : ` WITH (${options})`}${tablespace === null ? "" : ` USING INDEX TABLESPACE ${quoteName(tablespace)}`}`;
  if (added === "") return bare;
  const tail = (contype === "x" ? / WHERE \([\s\S]*$/ : / DEFERRABLE.*$/).exec(bare)?.[0] ?? / DEFERRABLE.*$/.exec(bare)?.[0] ?? "";
  return `${bare.slice(0, bare.length - tail.length)}${added}${tail}`;
}

export const constraintReader: Reader = defineReader<Row>(query, (row) => {
  const { oid, indexOid, contype, options: _options, tablespace: _tablespace, inherited, target, ...rest } = row;
  const parent = `table:${printName([rest.schema, rest.table])}`;
  const columns = rest.columns.map((column) => `column:${printName([rest.schema, rest.table, column])}`);
  const referred = target === null ? null : `table:${printName([target.schema, target.name])}`;
  const targets = target?.columns.map((column) => `column:${printName([target.schema, target.name, column])}`) ?? [];
  const definition: ConstraintDefinition = {
    ...rest,
    only: rest.only,
    text: complete(row),
    type: types[contype],
    references: referred === null ? null : { table: referred, columns: target?.columns ?? [] },
  };
  return {
    keys: [`pg_constraint/${oid}`, ...(contype === "f" || contype === "c" ? [] : [`pg_class/${indexOid}`])],
    ...(inherited && rest.attachedTo === null ? { isClone: true } : {}),
    object: {
      id: `constraint:${printName([rest.schema, rest.table, rest.name])}`,
      kind: "constraint",
      parent,
      dependsOn: [parent, ...columns, ...(referred === null ? [] : [referred]), ...targets],
      definition: { ...definition },
    },
  };
});
