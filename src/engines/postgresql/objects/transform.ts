import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { hazard } from "./draft.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface TransformDefinition {
  readonly type: string;
  readonly language: string;
  /** `regprocedure`, or null. */
  readonly fromSql: string | null;
  readonly toSql: string | null;
}

const query = `
  select f.oid,
         format_type(f.trftype, null)                                              as type,
         l.lanname                                                                 as language,
         case when f.trffromsql <> 0 then f.trffromsql::regprocedure::text end     as "fromSql",
         case when f.trftosql <> 0 then f.trftosql::regprocedure::text end         as "toSql"
    from pg_transform f
    join pg_language l on l.oid = f.trflang
   where ${isOwnObject("pg_transform", "f")}
   order by 2, 3`;

interface Row extends TransformDefinition {
  readonly oid: number;
}
export const transformReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_transform/${oid}`],
    object: { id: `transform:${printName([rest.type, rest.language])}`, kind: "transform", dependsOn: [], definition: { ...rest } },
  }),
  "exists (select from pg_transform)",
);

const addressSql = ({ type, language }: TransformDefinition): string => `TRANSFORM FOR ${type} LANGUAGE ${quoteName(language)}`;

function createSql(transform: TransformDefinition, verb = "CREATE"): string {
  const parts = [
    ...(transform.fromSql === null ? [] : [`FROM SQL WITH FUNCTION ${transform.fromSql}`]),
    ...(transform.toSql === null ? [] : [`TO SQL WITH FUNCTION ${transform.toSql}`]),
  ];
  return `${verb} ${addressSql(transform)} (${parts.join(", ")})`;
}

export const transformKind = standAlone<TransformDefinition>({
  kind: "transform",
  noun: "transform",
  create: (transform) => [createSql(transform)],
  drop: (transform) => [`DROP ${addressSql(transform)}`],
  alter: (from, to, { id }) =>
    bothWays(from, to, (_, after) => [createSql(after, "CREATE OR REPLACE")], {
      hazards: [hazard("breaks-running-code", id, "Functions of the language get the values in another form.", "note")],
    }),
  whenDropped: (_, { id }) => ({ hazards: [hazard("breaks-dependents", id, "Functions that were made with the transform cannot run.")] }),
});
