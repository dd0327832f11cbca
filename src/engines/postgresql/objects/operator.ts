import { printName } from "../../../model/name.ts";
import type { PlanContext } from "../../step-draft.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { define, hazard } from "./draft.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface OperatorDefinition {
  readonly schema: string;
  readonly name: string;
  /** `NONE` for a prefix operator. */
  readonly left: string;
  readonly right: string;
  readonly result: string;
  readonly function: string;
  /** `OPERATOR(schema.name)`. */
  readonly commutator: string | null;
  readonly negator: string | null;
  readonly restrict: string | null;
  readonly join: string | null;
  readonly merges: boolean;
  readonly hashes: boolean;
}

const other = (column: string): string => `(select format('OPERATOR(%I.%s)', z.nspname, p.oprname)
            from pg_operator p join pg_namespace z on z.oid = p.oprnamespace where p.oid = o.${column})`;

// A shell that waits for its definition has no function yet.
const query = `
  select o.oid,
         n.nspname                                                                 as schema,
         o.oprname                                                                 as name,
         case when o.oprleft = 0 then 'NONE' else format_type(o.oprleft, null) end as "left",
         format_type(o.oprright, null)                                             as "right",
         format_type(o.oprresult, null)                                            as result,
         o.oprcode::regproc::text                                                  as function,
         ${other("oprcom")}                                                        as commutator,
         ${other("oprnegate")}                                                     as negator,
         case when o.oprrest <> 0 then o.oprrest::regproc::text end                as restrict,
         case when o.oprjoin <> 0 then o.oprjoin::regproc::text end                as "join",
         o.oprcanmerge                                                             as merges,
         o.oprcanhash                                                              as hashes
    from pg_operator o
    join pg_namespace n on n.oid = o.oprnamespace
   where o.oprcode <> 0
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_operator", "o")}
   order by n.nspname, o.oprname, o.oid`;

interface Row extends OperatorDefinition {
  readonly oid: number;
}
export const operatorReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_operator/${oid}`],
    object: {
      id: `operator:${printName([rest.schema, rest.name])}(${rest.left}, ${rest.right})`,
      kind: "operator",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_operator where oid >= 16384)",
);

const nameSql = ({ schema, name }: OperatorDefinition): string => `${quoteName(schema)}.${name}`;

function operatorSql(operator: OperatorDefinition): string {
  return `OPERATOR ${nameSql(operator)} (${operator.left}, ${operator.right})`;
}

function createSql(operator: OperatorDefinition): string {
  const options = [
    `FUNCTION = ${operator.function}`,
    ...(operator.left === "NONE" ? [] : [`LEFTARG = ${operator.left}`]),
    `RIGHTARG = ${operator.right}`,
    ...(operator.commutator === null ? [] : [`COMMUTATOR = ${operator.commutator}`]),
    ...(operator.negator === null ? [] : [`NEGATOR = ${operator.negator}`]),
    ...(operator.restrict === null ? [] : [`RESTRICT = ${operator.restrict}`]),
    ...(operator.join === null ? [] : [`JOIN = ${operator.join}`]),
    ...(operator.merges ? ["MERGES"] : []),
    ...(operator.hashes ? ["HASHES"] : []),
  ];
  return `CREATE OPERATOR ${nameSql(operator)} (${options.join(", ")})`;
}

/** ALTER OPERATOR sets the selectivity functions; all else of an operator is for its life. */
function alterSql(from: OperatorDefinition, to: OperatorDefinition): readonly string[] | null {
  const bare = (one: OperatorDefinition): string => createSql({ ...one, restrict: null, join: null });
  if (bare(from) !== bare(to)) return null;
  if (from.restrict === to.restrict && from.join === to.join) return [];
  return [`ALTER ${operatorSql(to)} SET (RESTRICT = ${to.restrict ?? "NONE"}, JOIN = ${to.join ?? "NONE"})`];
}

/** A partner that comes or goes is noted at this operator by the server itself. */
function withPartnersOf(from: OperatorDefinition, to: OperatorDefinition, context: PlanContext): OperatorDefinition {
  const moving = new Set(
    context.changes.flatMap((change) => {
      if (!("object" in change) || change.object.kind !== "operator") return [];
      const { schema, name } = define<OperatorDefinition>(change.object);
      return [`OPERATOR(${quoteName(schema)}.${name})`];
    }),
  );
  const follows = (before: string | null, after: string | null): boolean =>
    (before === null || after === null) && moving.has(before ?? after ?? "");
  return {
    ...from,
    commutator: follows(from.commutator, to.commutator) ? to.commutator : from.commutator,
    negator: follows(from.negator, to.negator) ? to.negator : from.negator,
  };
}

export const operatorKind = standAlone<OperatorDefinition>({
  kind: "operator",
  noun: "operator",
  create: (operator) => [createSql(operator)],
  drop: (operator) => [`DROP ${operatorSql(operator)}`],
  alter: (from, to, { context, id }) =>
    bothWays(withPartnersOf(from, to, context), to, alterSql, {
      hazards: [hazard("slows-queries", id, "The planner estimates conditions with it differently.", "note")],
    }),
  whenDropped: (_, { id }) => ({ hazards: [hazard("breaks-running-code", id, "Queries that use the operator fail.")] }),
});
