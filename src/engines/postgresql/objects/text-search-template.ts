import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { standAlone } from "./stand-alone.ts";

export interface TextSearchTemplateDefinition {
  readonly schema: string;
  readonly name: string;
  readonly init: string | null;
  readonly lexize: string;
}

const query = `
  select t.oid,
         n.nspname                                                        as schema,
         t.tmplname                                                       as name,
         case when t.tmplinit <> 0 then t.tmplinit::regproc::text end     as init,
         t.tmpllexize::regproc::text                                      as lexize
    from pg_ts_template t
    join pg_namespace n on n.oid = t.tmplnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_ts_template", "t")}
   order by n.nspname, t.tmplname`;

interface Row extends TextSearchTemplateDefinition {
  readonly oid: number;
}
export const textSearchTemplateReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_ts_template/${oid}`],
    object: {
      id: `text-search-template:${printName([rest.schema, rest.name])}`,
      kind: "text-search-template",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_ts_template where oid >= 16384)",
);

export const textSearchTemplateKind = standAlone<TextSearchTemplateDefinition>({
  kind: "text-search-template",
  noun: "text search template",
  create: ({ schema, name, init, lexize }) => [
    `CREATE TEXT SEARCH TEMPLATE ${quoteQualified(schema, name)} (${init === null ? "" : `INIT = ${init}, `}LEXIZE = ${lexize})`,
  ],
  drop: ({ schema, name }) => [`DROP TEXT SEARCH TEMPLATE ${quoteQualified(schema, name)}`],
  alter: () => null,
});
