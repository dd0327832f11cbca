import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { hazard } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";

export interface AggregateDefinition {
  readonly schema: string;
  readonly name: string;
  /** As CREATE AGGREGATE takes them; `*` for none. */
  readonly arguments: string;
  readonly identity: string;
  readonly returns: string;
  /** `SFUNC = f`, `STYPE = t` …, in the manual's order. */
  readonly options: readonly string[];
}

const functionOption = (word: string, column: string): string =>
  `case when a.${column} <> 0 then '${word} = ' || a.${column}::regproc::text end`;
const textOption = (word: string, column: string): string => `'${word} = ' || quote_literal(a.${column})`;
const modifyOption = (word: string, column: string): string =>
  `'${word} = ' || case a.${column} when 'r' then 'READ_ONLY' when 's' then 'SHAREABLE' else 'READ_WRITE' end`;

const query = `
  select p.oid,
         n.nspname                                  as schema,
         p.proname                                  as name,
         oidvectortypes(p.proargtypes)              as types,
         pg_get_function_arguments(p.oid)           as arguments,
         pg_get_function_identity_arguments(p.oid)  as identity,
         pg_get_function_result(p.oid)              as returns,
         to_json(array_remove(array[
           'SFUNC = ' || a.aggtransfn::regproc::text,
           'STYPE = ' || format_type(a.aggtranstype, null),
           case when a.aggtransspace <> 0 then 'SSPACE = ' || a.aggtransspace end,
           ${functionOption("FINALFUNC", "aggfinalfn")},
           case when a.aggfinalextra then 'FINALFUNC_EXTRA' end,
           case when a.aggfinalfn <> 0 then ${modifyOption("FINALFUNC_MODIFY", "aggfinalmodify")} end,
           ${functionOption("COMBINEFUNC", "aggcombinefn")},
           ${functionOption("SERIALFUNC", "aggserialfn")},
           ${functionOption("DESERIALFUNC", "aggdeserialfn")},
           ${textOption("INITCOND", "agginitval")},
           ${functionOption("MSFUNC", "aggmtransfn")},
           ${functionOption("MINVFUNC", "aggminvtransfn")},
           case when a.aggmtranstype <> 0 then 'MSTYPE = ' || format_type(a.aggmtranstype, null) end,
           case when a.aggmtransspace <> 0 then 'MSSPACE = ' || a.aggmtransspace end,
           ${functionOption("MFINALFUNC", "aggmfinalfn")},
           case when a.aggmfinalextra then 'MFINALFUNC_EXTRA' end,
           case when a.aggmfinalfn <> 0 then ${modifyOption("MFINALFUNC_MODIFY", "aggmfinalmodify")} end,
           ${textOption("MINITCOND", "aggminitval")},
           case when a.aggsortop <> 0 then (select format('SORTOP = OPERATOR(%I.%s)', z.nspname, o.oprname)
                                              from pg_operator o join pg_namespace z on z.oid = o.oprnamespace where o.oid = a.aggsortop) end,
           case p.proparallel when 's' then 'PARALLEL = SAFE' when 'r' then 'PARALLEL = RESTRICTED' end,
           case when a.aggkind = 'h' then 'HYPOTHETICAL' end], null))                as options
    from pg_aggregate a
    join pg_proc p      on p.oid = a.aggfnoid
    join pg_namespace n on n.oid = p.pronamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_proc", "p")}
   order by n.nspname, p.proname, types`;

interface Row extends AggregateDefinition {
  readonly oid: number;
  readonly types: string;
}
export const aggregateReader = defineReader<Row>(
  query,
  ({ oid, types, ...rest }) => ({
    keys: [`pg_proc/${oid}`],
    object: {
      id: `aggregate:${printName([rest.schema, rest.name])}(${types})`,
      kind: "aggregate",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest, arguments: rest.arguments || "*", identity: rest.identity || "*" },
    },
  }),
  "exists (select from pg_aggregate where aggfnoid >= 16384)",
);

function createSql(aggregate: AggregateDefinition, verb = "CREATE"): string {
  return `${verb} AGGREGATE ${quoteQualified(aggregate.schema, aggregate.name)}(${aggregate.arguments}) (${aggregate.options.join(", ")})`;
}

/** CREATE OR REPLACE keeps arguments, result and the kind of aggregate. */
function isReplaceable(from: AggregateDefinition, to: AggregateDefinition): boolean {
  const isHypothetical = (one: AggregateDefinition): boolean => one.options.includes("HYPOTHETICAL");
  return from.arguments === to.arguments && from.returns === to.returns && isHypothetical(from) === isHypothetical(to);
}

export const aggregateKind = standAlone<AggregateDefinition>({
  kind: "aggregate",
  noun: "aggregate",
  create: (aggregate) => [createSql(aggregate)],
  drop: ({ schema, name, identity }) => [`DROP AGGREGATE ${quoteQualified(schema, name)}(${identity})`],
  alter: (from, to, { id }) =>
    isReplaceable(from, to)
      ? {
          up: [createSql(to, "CREATE OR REPLACE")],
          down: [createSql(from, "CREATE OR REPLACE")],
          hazards: [hazard("breaks-running-code", id, "Queries that use the aggregate may answer differently.", "note")],
        }
      : null,
  whenDropped: (_, { id }) => ({ hazards: [hazard("breaks-running-code", id, "Queries that use the aggregate fail.")] }),
});
