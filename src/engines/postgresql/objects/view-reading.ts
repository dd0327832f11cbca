import { printName } from "../../../model/name.ts";
import type { Field } from "../../../model/schema.ts";
import type { ViewDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema, type Reader } from "../introspect/reader.ts";
import { storable } from "./draft.ts";

interface FieldRow {
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
  readonly default: string | null;
}
interface Row extends Omit<ViewDefinition, "columns" | "defaults"> {
  readonly oid: number;
  readonly rowType: number;
  readonly rowArray: number;
  readonly rule: number;
  readonly populated: boolean;
  readonly fields: readonly FieldRow[] | null;
  readonly defaultOids: readonly number[] | null;
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
         c.relispopulated            as populated,
         ts.spcname                  as tablespace,
         case when m.amname <> current_setting('default_table_access_method') then m.amname end as "accessMethod",
         (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                                            'collation', case when a.attcollation <> y.typcollation then a.attcollation::regcollation::text end,
                                            'default', pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
            from pg_attribute a
            join pg_type y         on y.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)              as fields,
         (select json_agg(d.oid) from pg_attrdef d where d.adrelid = c.oid)               as "defaultOids"
    from pg_class c
    join pg_namespace n        on n.oid = c.relnamespace
    join pg_type t             on t.oid = c.reltype
    join pg_rewrite r          on r.ev_class = c.oid and r.rulename = '_RETURN'
    left join pg_tablespace ts on ts.oid = c.reltablespace
    left join pg_am m          on m.oid = c.relam
   where c.relkind = '${kind === "view" ? "v" : "m"}'
     and c.relpersistence <> 't'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname`;
  return defineReader<Row>(query, ({ oid, rowType, rowArray, rule, fields, defaultOids, populated, ...rest }) => {
    const label = printName([rest.schema, rest.name]);
    // The collation is part of what CREATE OR REPLACE must keep.
    const outlined: readonly Field[] = (fields ?? []).map(({ name, type, collation }) => ({
      name,
      type: collation === null ? type : `${type} COLLATE ${collation}`,
      required: false,
    }));
    const definition: ViewDefinition = {
      ...rest,
      query: rest.query.trim().replace(/;$/, ""),
      columns: (fields ?? []).map(({ name }) => name),
      defaults: (fields ?? []).flatMap((field) => (field.default === null ? [] : [{ column: field.name, default: field.default }])),
    };
    return {
      keys: [
        `pg_class/${oid}`,
        `pg_rewrite/${rule}`,
        `pg_type/${rowType}`,
        `pg_type/${rowArray}`,
        ...(defaultOids ?? []).map((one) => `pg_attrdef/${one}`),
      ],
      object: {
        id: `${kind}:${label}`,
        kind,
        dependsOn: [`schema:${printName([rest.schema])}`],
        outline: { label, fields: outlined, keys: [], references: [] },
        definition: storable(definition),
        // Whether it was ever filled is a matter of rows: a refresh is no change of the schema.
        ...(populated ? {} : { aside: { populated } }),
      },
    };
  });
}
