import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { standAlone } from "./stand-alone.ts";

export interface TextSearchParserDefinition {
  readonly schema: string;
  readonly name: string;
  readonly start: string;
  readonly token: string;
  readonly end: string;
  readonly types: string;
  readonly headline: string | null;
}

const query = `
  select p.oid,
         n.nspname                                                             as schema,
         p.prsname                                                             as name,
         p.prsstart::regproc::text                                             as start,
         p.prstoken::regproc::text                                             as token,
         p.prsend::regproc::text                                               as "end",
         p.prslextype::regproc::text                                           as types,
         case when p.prsheadline <> 0 then p.prsheadline::regproc::text end    as headline
    from pg_ts_parser p
    join pg_namespace n on n.oid = p.prsnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_ts_parser", "p")}
   order by n.nspname, p.prsname`;

interface Row extends TextSearchParserDefinition {
  readonly oid: number;
}
export const textSearchParserReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_ts_parser/${oid}`],
    object: {
      id: `text-search-parser:${printName([rest.schema, rest.name])}`,
      kind: "text-search-parser",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_ts_parser where oid >= 16384)",
);

export const textSearchParserKind = standAlone<TextSearchParserDefinition>({
  kind: "text-search-parser",
  noun: "text search parser",
  create: ({ schema, name, start, token, end, types, headline }) => [
    `CREATE TEXT SEARCH PARSER ${quoteQualified(schema, name)} (START = ${start}, GETTOKEN = ${token}, END = ${end}, LEXTYPES = ${types}${
      headline === null ? "" : `, HEADLINE = ${headline}`
    })`,
  ],
  drop: ({ schema, name }) => [`DROP TEXT SEARCH PARSER ${quoteQualified(schema, name)}`],
  alter: () => null,
});
