import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { hazard, lock } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";
import { isAdded } from "./surroundings.ts";

export interface StatisticsDefinition {
  readonly schema: string;
  readonly name: string;
  readonly tableSchema: string;
  readonly tableName: string;
  /** Sorted: dependencies, mcv, ndistinct; none: all. */
  readonly kinds: readonly string[];
  /** Columns by name, then expressions, as SQL. */
  readonly on: readonly string[];
  /** -1: the server's default. */
  readonly target: number;
}

const query = `
  select s.oid,
         n.nspname                            as schema,
         s.stxname                            as name,
         tn.nspname                           as "tableSchema",
         t.relname                            as "tableName",
         t.relkind                            as relkind,
         case when s.stxkind @> '{d,f,m}' then '[]'::json else
           to_json(array_remove(array[case when 'f' = any (s.stxkind) then 'dependencies' end, case when 'm' = any (s.stxkind) then 'mcv' end,
                                      case when 'd' = any (s.stxkind) then 'ndistinct' end], null)) end as kinds,
         (select json_agg(o.text order by o.place, o.text)
            from (select 0 as place, quote_ident(a.attname) as text from pg_attribute a where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys::int2[])
                  union all
                  select x.place, '(' || x.text || ')' from unnest(pg_get_statisticsobjdef_expressions(s.oid)) with ordinality x(text, place)) o) as "on",
         coalesce(s.stxstattarget, -1)        as target
    from pg_statistic_ext s
    join pg_namespace n  on n.oid = s.stxnamespace
    join pg_class t      on t.oid = s.stxrelid
    join pg_namespace tn on tn.oid = t.relnamespace
   where ${isUserSchema("n")}
     and ${isUserSchema("tn")}
     and ${isOwnObject("pg_class", "t")}
   order by n.nspname, s.stxname`;

interface Row extends StatisticsDefinition {
  readonly oid: number;
  readonly relkind: string;
}
const parents: Readonly<Record<string, string>> = { m: "materialized-view", f: "foreign-table" };

export const statisticsReader = defineReader<Row>(
  query,
  ({ oid, relkind, ...rest }) => {
    const parent = `${parents[relkind] ?? "table"}:${printName([rest.tableSchema, rest.tableName])}`;
    return {
      keys: [`pg_statistic_ext/${oid}`],
      object: {
        id: `statistics:${printName([rest.schema, rest.name])}`,
        kind: "statistics",
        parent,
        dependsOn: [parent, `schema:${printName([rest.schema])}`],
        definition: { ...rest },
      },
    };
  },
  "exists (select from pg_statistic_ext)",
);

function createSql({ schema, name, kinds, on, tableSchema, tableName }: StatisticsDefinition): string {
  const list = kinds.length === 0 ? "" : ` (${kinds.join(", ")})`;
  return `CREATE STATISTICS ${quoteQualified(schema, name)}${list} ON ${on.join(", ")} FROM ${quoteQualified(tableSchema, tableName)}`;
}

const targetSql = (statistics: StatisticsDefinition): string =>
  `ALTER STATISTICS ${quoteQualified(statistics.schema, statistics.name)} SET STATISTICS ${statistics.target}`;
const table = (statistics: StatisticsDefinition): string => printName([statistics.tableSchema, statistics.tableName]);

export const statisticsKind = standAlone<StatisticsDefinition>({
  kind: "statistics",
  noun: "statistics",
  create: (statistics) => [createSql(statistics), ...(statistics.target === -1 ? [] : [targetSql(statistics)])],
  drop: ({ schema, name }) => [`DROP STATISTICS ${quoteQualified(schema, name)}`],
  alter: (from, to) => (createSql(from) === createSql(to) ? { up: [targetSql(to)], down: [targetSql(from)] } : null),
  whenCreated: (statistics, object, context) =>
    isAdded(context, object.parent)
      ? {}
      : {
          blocks: [lock(table(statistics), "SHARE UPDATE EXCLUSIVE")],
          hazards: [
            hazard("slows-queries", table(statistics), "The planner knows nothing new before the next ANALYZE of the table.", "note"),
          ],
        },
  whenDropped: (statistics) => ({
    blocks: [lock(table(statistics), "SHARE UPDATE EXCLUSIVE")],
    reversibility: { kind: "exact", until: "any time", loses: "what the last ANALYZE learned" },
    hazards: [hazard("slows-queries", table(statistics), "The planner takes the columns for independent of each other again.", "note")],
  }),
});
