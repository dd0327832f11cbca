import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { PolicyDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { callsBack } from "./function-needs.ts";
import { isAdded, isDropped } from "./surroundings.ts";

const query = `
  select p.oid,
         n.nspname                               as schema,
         c.relname                               as "table",
         p.polname                               as name,
         p.polcmd                                as command, -- * all, r select, a insert, w update, d delete
         p.polpermissive                         as permissive,
         pg_get_expr(p.polqual, p.polrelid)      as "using",
         pg_get_expr(p.polwithcheck, p.polrelid) as "check",
         (select json_agg(case when r = 0 then 'PUBLIC' else pg_get_userbyid(r) end order by case when r = 0 then 'PUBLIC' else pg_get_userbyid(r) end)
            from unnest(p.polroles) r)           as roles
    from pg_policy p
    join pg_class c     on c.oid = p.polrelid
    join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p')
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname, p.polname`;

interface Row extends Omit<PolicyDefinition, "command"> {
  readonly oid: number;
  readonly command: "*" | "r" | "a" | "w" | "d";
}
const commands = { "*": "ALL", r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE" } as const;

export const policyReader = defineReader<Row>(query, ({ oid, command, ...rest }) => {
  const parent = `table:${printName([rest.schema, rest.table])}`;
  return {
    keys: [`pg_policy/${oid}`],
    object: {
      id: `policy:${printName([rest.schema, rest.table, rest.name])}`,
      kind: "policy",
      parent,
      dependsOn: [parent],
      definition: { ...rest, command: commands[command] },
    },
  };
});

const rolesSql = (policy: PolicyDefinition): string => policy.roles.map((role) => (role === "PUBLIC" ? role : quoteName(role))).join(", ");
const addressSql = (policy: PolicyDefinition): string => `${quoteName(policy.name)} ON ${quoteQualified(policy.schema, policy.table)}`;

export function createPolicySql(object: SchemaObject): string {
  const policy = define<PolicyDefinition>(object);
  return [
    `CREATE POLICY ${addressSql(policy)}`,
    ...(policy.permissive ? [] : ["AS RESTRICTIVE"]),
    `FOR ${policy.command}`,
    `TO ${rolesSql(policy)}`,
    ...(policy.using === null ? [] : [`USING (${policy.using})`]),
    ...(policy.check === null ? [] : [`WITH CHECK (${policy.check})`]),
  ].join(" ");
}

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const policy = define<PolicyDefinition>(object);
  const table = printName([policy.schema, policy.table]);
  return [
    draftStep({
      kind: "create-policy",
      phase: "expand",
      summary: `Create policy ${policy.name} on ${table}`,
      statements: [createPolicySql(object)],
      reverse: [`DROP POLICY ${addressSql(policy)}`],
      blocks: isAdded(context, object.parent) ? [] : [lock(table, "ACCESS EXCLUSIVE")],
      hazards: policy.permissive ? [] : [hazard("breaks-running-code", table, "Rows that the policy forbids are hidden or refused.")],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isDropped(context, object.parent) && !callsBack(object, context.from)) return [];
  const policy = define<PolicyDefinition>(object);
  const table = printName([policy.schema, policy.table]);
  return [
    draftStep({
      kind: "drop-policy",
      phase: "contract",
      summary: `Drop policy ${policy.name} of ${table}`,
      statements: [`DROP POLICY ${addressSql(policy)}`],
      reverse: [createPolicySql(object)],
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [
        policy.permissive
          ? hazard("breaks-running-code", table, "Rows that only this policy allows are hidden or refused.")
          : hazard("weakens-security", table, "Rows that the policy forbids become visible or writable."),
      ],
      removes: [object.id],
      releases: object.dependsOn,
    }),
  ];
}

/** ALTER POLICY changes roles and expressions, and cannot take an expression away. */
function alter(from: SchemaObject, to: SchemaObject): readonly StepDraft[] | null {
  const [before, after] = [define<PolicyDefinition>(from), define<PolicyDefinition>(to)];
  const sameExpressions = (before.using === null) === (after.using === null) && (before.check === null) === (after.check === null);
  if (before.command !== after.command || before.permissive !== after.permissive || !sameExpressions) return null;
  const table = printName([after.schema, after.table]);
  return [
    draftStep({
      kind: "alter-policy",
      phase: "expand",
      summary: `Change policy ${after.name} of ${table}`,
      statements: [alterSql(after)],
      reverse: [alterSql(before)],
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [hazard("weakens-security", table, "Other rows than before may be seen or written.")],
      makes: [to.id],
      needs: to.dependsOn,
      releases: from.dependsOn.filter((id) => id !== from.parent),
    }),
  ];
}

function alterSql(policy: PolicyDefinition): string {
  const using = policy.using === null ? "" : ` USING (${policy.using})`;
  const check = policy.check === null ? "" : ` WITH CHECK (${policy.check})`;
  return `ALTER POLICY ${addressSql(policy)} TO ${rolesSql(policy)}${using}${check}`;
}

export const policyKind: ObjectKind = { kind: "policy", create, drop, alter, describe: (object) => `policy ${labelOf(object.id)}` };
