import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { hazard } from "./draft.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface TextSearchDictionaryDefinition {
  readonly schema: string;
  readonly name: string;
  /** Qualified, as SQL. */
  readonly template: string;
  /** As the server keeps them: `language = 'english', stopwords = 'english'`. */
  readonly options: string;
}

const query = `
  select d.oid,
         n.nspname                               as schema,
         d.dictname                              as name,
         format('%I.%I', tn.nspname, t.tmplname) as template,
         coalesce(d.dictinitoption, '')          as options
    from pg_ts_dict d
    join pg_namespace n  on n.oid = d.dictnamespace
    join pg_ts_template t on t.oid = d.dicttemplate
    join pg_namespace tn on tn.oid = t.tmplnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_ts_dict", "d")}
   order by n.nspname, d.dictname`;

interface Row extends TextSearchDictionaryDefinition {
  readonly oid: number;
}
export const textSearchDictionaryReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_ts_dict/${oid}`],
    object: {
      id: `text-search-dictionary:${printName([rest.schema, rest.name])}`,
      kind: "text-search-dictionary",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_ts_dict where oid >= 16384)",
);

/** Names of options as SQL; values are string constants of the server's own printing. */
function optionNames(options: string): readonly string[] {
  return [...options.matchAll(/("(?:[^"]|"")*"|[\w$]+)\s*=\s*(?:E?'(?:[^'\\]|''|\\.)*'|[^,]*)/g)].map((match) => match[1] ?? "");
}

/** ALTER changes the options it names and takes away those it names without a value; the template is for life. */
function changeSql(from: TextSearchDictionaryDefinition, to: TextSearchDictionaryDefinition): readonly string[] | null {
  if (from.template !== to.template) return null;
  const kept = optionNames(to.options);
  const gone = optionNames(from.options).filter((name) => !kept.includes(name));
  const options = [...gone, ...(to.options === "" ? [] : [to.options])].join(", ");
  return options === "" ? [] : [`ALTER TEXT SEARCH DICTIONARY ${quoteQualified(to.schema, to.name)} (${options})`];
}

const rewords = "Texts are broken into other words: what was indexed before does not match what is asked for until it is indexed anew.";

export const textSearchDictionaryKind = standAlone<TextSearchDictionaryDefinition>({
  kind: "text-search-dictionary",
  noun: "text search dictionary",
  create: ({ schema, name, template, options }) => [
    `CREATE TEXT SEARCH DICTIONARY ${quoteQualified(schema, name)} (TEMPLATE = ${template}${options === "" ? "" : `, ${options}`})`,
  ],
  drop: ({ schema, name }) => [`DROP TEXT SEARCH DICTIONARY ${quoteQualified(schema, name)}`],
  alter: (from, to, { id }) => bothWays(from, to, changeSql, { hazards: [hazard("breaks-running-code", id, rewords)] }),
});
