import { printName } from "../../../model/name.ts";
import type { Field } from "../../../model/schema.ts";
import type { ViewDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema, type Reader } from "../introspect/reader.ts";

interface Row extends Omit<ViewDefinition, "columns"> {
  readonly oid: number;
  readonly rowType: number;
  readonly rowArray: number;
  readonly rule: number;
  readonly fields: readonly { readonly name: string; readonly type: string }[];
}

/** Views and materialized views are read alike. */
export function viewReaderFor(kind: "view" | "materialized-view"): Reader {
  const query = `
  select c.oid,
         c.reltype                   as "rowType",
         t.typarray                  as "rowArray",
         r.oid                       as rule,
         n.nspname                   as schema,
         c.relname                   as name,
         pg_get_viewdef(c.oid)       as query,
         coalesce((select json_agg(o order by o) from unnest(c.reloptions) o), '[]'::json) as options,
         (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
            from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)              as fields
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_type t      on t.oid = c.reltype
    join pg_rewrite r   on r.ev_class = c.oid and r.rulename = '_RETURN'
   where c.relkind = '${kind === "view" ? "v" : "m"}'
     and c.relpersistence <> 't'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname`;
  return defineReader<Row>(query, ({ oid, rowType, rowArray, rule, fields, ...rest }) => {
    const label = printName([rest.schema, rest.name]);
    const outlined: readonly Field[] = (fields ?? []).map(({ name, type }) => ({ name, type, required: false }));
    return {
      keys: [`pg_class/${oid}`, `pg_rewrite/${rule}`, `pg_type/${rowType}`, `pg_type/${rowArray}`],
      object: {
        id: `${kind}:${label}`,
        kind,
        dependsOn: [`schema:${printName([rest.schema])}`],
        outline: { label, fields: outlined, keys: [], references: [] },
        definition: { ...rest, query: rest.query.trim().replace(/;$/, ""), columns: (fields ?? []).map(({ name }) => name) },
      },
    };
  });
}
