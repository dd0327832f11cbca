import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { hazard } from "./draft.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface TextSearchConfigurationDefinition {
  readonly schema: string;
  readonly name: string;
  /** Qualified, as SQL. */
  readonly parser: string;
  /** Dictionaries of each kind of token, in their order, as SQL. */
  readonly mappings: Readonly<Record<string, readonly string[]>>;
}

const query = `
  select c.oid,
         n.nspname                              as schema,
         c.cfgname                              as name,
         format('%I.%I', pn.nspname, p.prsname) as parser,
         coalesce((select json_object_agg(m.alias, m.dictionaries order by m.alias)
            from (select t.alias, json_agg(format('%I.%I', dn.nspname, d.dictname) order by g.mapseqno) as dictionaries
                    from pg_ts_config_map g
                    join ts_token_type(c.cfgparser) t on t.tokid = g.maptokentype
                    join pg_ts_dict d                 on d.oid = g.mapdict
                    join pg_namespace dn              on dn.oid = d.dictnamespace
                   where g.mapcfg = c.oid
                   group by t.alias) m), '{}'::json) as mappings
    from pg_ts_config c
    join pg_namespace n  on n.oid = c.cfgnamespace
    join pg_ts_parser p  on p.oid = c.cfgparser
    join pg_namespace pn on pn.oid = p.prsnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_ts_config", "c")}
   order by n.nspname, c.cfgname`;

interface Row extends TextSearchConfigurationDefinition {
  readonly oid: number;
}
export const textSearchConfigurationReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_ts_config/${oid}`],
    object: {
      id: `text-search-configuration:${printName([rest.schema, rest.name])}`,
      kind: "text-search-configuration",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_ts_config where oid >= 16384)",
);

/** Tokens with the same dictionaries share a statement. */
function mappingSql(verb: "ADD" | "ALTER", tokens: readonly string[], to: TextSearchConfigurationDefinition): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const token of tokens) {
    const list = (to.mappings[token] ?? []).join(", ");
    groups.set(list, [...(groups.get(list) ?? []), token]);
  }
  const head = `ALTER TEXT SEARCH CONFIGURATION ${quoteQualified(to.schema, to.name)}`;
  return [...groups].map(([list, names]) => `${head} ${verb} MAPPING FOR ${names.map(quoteName).join(", ")} WITH ${list}`);
}

function changeSql(from: TextSearchConfigurationDefinition, to: TextSearchConfigurationDefinition): readonly string[] | null {
  if (from.parser !== to.parser) return null;
  const [before, after] = [Object.keys(from.mappings), Object.keys(to.mappings)];
  const gone = before.filter((token) => to.mappings[token] === undefined);
  const differs = (token: string): boolean => from.mappings[token]?.join() !== to.mappings[token]?.join();
  const head = `ALTER TEXT SEARCH CONFIGURATION ${quoteQualified(to.schema, to.name)}`;
  return [
    ...(gone.length === 0 ? [] : [`${head} DROP MAPPING FOR ${gone.map(quoteName).join(", ")}`]),
    ...mappingSql(
      "ALTER",
      after.filter((token) => from.mappings[token] !== undefined && differs(token)),
      to,
    ),
    ...mappingSql(
      "ADD",
      after.filter((token) => from.mappings[token] === undefined),
      to,
    ),
  ];
}

const rewords = "Texts are broken into other words: what was indexed before does not match what is asked for until it is indexed anew.";

export const textSearchConfigurationKind = standAlone<TextSearchConfigurationDefinition>({
  kind: "text-search-configuration",
  noun: "text search configuration",
  create: (one) => [
    `CREATE TEXT SEARCH CONFIGURATION ${quoteQualified(one.schema, one.name)} (PARSER = ${one.parser})`,
    ...mappingSql("ADD", Object.keys(one.mappings), one),
  ],
  drop: ({ schema, name }) => [`DROP TEXT SEARCH CONFIGURATION ${quoteQualified(schema, name)}`],
  alter: (from, to, { id }) => bothWays(from, to, changeSql, { hazards: [hazard("breaks-running-code", id, rewords)] }),
  whenDropped: (_, { id }) => ({ hazards: [hazard("breaks-running-code", id, "Searches that name it fail.")] }),
});
