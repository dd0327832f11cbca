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
  /** `pg_get_statisticsobjdef`: CREATE STATISTICS … */
  readonly text: string;
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
         pg_get_statisticsobjdef(s.oid)       as text,
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

const targetSql = (statistics: StatisticsDefinition): string =>
  `ALTER STATISTICS ${quoteQualified(statistics.schema, statistics.name)} SET STATISTICS ${statistics.target}`;
const table = (statistics: StatisticsDefinition): string => printName([statistics.tableSchema, statistics.tableName]);

export const statisticsKind = standAlone<StatisticsDefinition>({
  kind: "statistics",
  noun: "statistics",
  create: (statistics) => [statistics.text, ...(statistics.target === -1 ? [] : [targetSql(statistics)])],
  drop: ({ schema, name }) => [`DROP STATISTICS ${quoteQualified(schema, name)}`],
  alter: (from, to) => (from.text === to.text ? { up: [targetSql(to)], down: [targetSql(from)] } : null),
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
