import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject } from "../introspect/reader.ts";
import { hazard } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";

export interface CastDefinition {
  readonly source: string;
  readonly target: string;
  /** `WITH FUNCTION f(a)`, `WITH INOUT` or `WITHOUT FUNCTION`. */
  readonly method: string;
  readonly context: "explicit" | "assignment" | "implicit";
}

// Casts between a range and its multirange come and go with the type.
const query = `
  select k.oid,
         format_type(k.castsource, null)                                                                as source,
         format_type(k.casttarget, null)                                                                as target,
         case k.castmethod when 'f' then 'WITH FUNCTION ' || k.castfunc::regprocedure::text
                           when 'i' then 'WITH INOUT' else 'WITHOUT FUNCTION' end                       as method,
         case k.castcontext when 'i' then 'implicit' when 'a' then 'assignment' else 'explicit' end     as context
    from pg_cast k
   where k.oid >= 16384
     and not exists (select from pg_depend d where d.classid = 'pg_cast'::regclass and d.objid = k.oid and d.deptype = 'i')
     and ${isOwnObject("pg_cast", "k")}
   order by 2, 3`;

interface Row extends CastDefinition {
  readonly oid: number;
}
export const castReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_cast/${oid}`],
    object: { id: `cast:${printName([`${rest.source} AS ${rest.target}`])}`, kind: "cast", dependsOn: [], definition: { ...rest } },
  }),
  "exists (select from pg_cast where oid >= 16384)",
);

const contexts = { explicit: "", assignment: " AS ASSIGNMENT", implicit: " AS IMPLICIT" } as const;

export const castKind = standAlone<CastDefinition>({
  kind: "cast",
  noun: "cast",
  create: ({ source, target, method, context }) => [`CREATE CAST (${source} AS ${target}) ${method}${contexts[context]}`],
  drop: ({ source, target }) => [`DROP CAST (${source} AS ${target})`],
  alter: () => null,
  whenCreated: ({ context }, { id }) =>
    context === "implicit"
      ? { hazards: [hazard("breaks-running-code", id, "Expressions may be ambiguous or mean something else from now on.")] }
      : {},
  whenDropped: ({ source, target }, { id }) => ({
    hazards: [hazard("breaks-running-code", id, `Code that takes ${source} for ${target} fails or falls back to another way.`)],
  }),
});
