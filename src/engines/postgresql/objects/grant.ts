import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { FunctionDefinition, GrantDefinition } from "../definitions.ts";
import { isUserSchema } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { labelOf, sqlFunctionOf, sqlNameOf } from "./address.ts";
import { define, draftStep, hazard } from "./draft.ts";
import { grantTarget } from "./stand-alone-address.ts";
import { childrenOf, isDropped } from "./surroundings.ts";

/** What each role but the owner may do, where it differs from what the server gives by itself. */
export const grantQuery = `
  with lists as (
    select 'pg_class' as class, c.oid, null::name as "column", c.relowner as owner, c.relacl as acl,
           acldefault(case when c.relkind = 'S' then 's'::"char" else 'r'::"char" end, c.relowner) as initial
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.relacl is not null and ${isUserSchema("n")}
    union all
    select 'pg_class', c.oid, a.attname, c.relowner, a.attacl, acldefault('c', c.relowner)
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attacl is not null and not a.attisdropped and ${isUserSchema("n")}
    union all
    select 'pg_namespace', n.oid, null, n.nspowner,
           case when n.nspname = 'public' then coalesce(n.nspacl, acldefault('n', n.nspowner)) else n.nspacl end,
           case when n.nspname <> 'public' then acldefault('n', n.nspowner)
                when current_setting('server_version_num')::int >= 150000 then array[makeaclitem(0, n.nspowner, 'USAGE', false)]
                else array[makeaclitem(0, n.nspowner, 'USAGE', false), makeaclitem(0, n.nspowner, 'CREATE', false)] end
      from pg_namespace n
     where (n.nspacl is not null or n.nspname = 'public') and ${isUserSchema("n")}
    union all
    select 'pg_proc', p.oid, null, p.proowner, p.proacl, acldefault('f', p.proowner)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.proacl is not null and ${isUserSchema("n")}
    union all
    select 'pg_type', t.oid, null, t.typowner, t.typacl, acldefault('T', t.typowner)
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
     where t.typacl is not null and ${isUserSchema("n")}
    union all
    select 'pg_foreign_data_wrapper', w.oid, null, w.fdwowner, w.fdwacl, acldefault('F', w.fdwowner)
      from pg_foreign_data_wrapper w where w.fdwacl is not null
    union all
    select 'pg_foreign_server', s.oid, null, s.srvowner, s.srvacl, acldefault('S', s.srvowner)
      from pg_foreign_server s where s.srvacl is not null
    union all
    select 'pg_language', g.oid, null, g.lanowner, g.lanacl, acldefault('l', g.lanowner)
      from pg_language g where g.lanacl is not null
  ), entries as (
    select l.class, l.oid, l."column", e.grantee, e.privilege_type as privilege, e.is_grantable as grantable, 'actual' as side
      from lists l cross join lateral aclexplode(l.acl) e where e.grantee <> l.owner
    union all
    select l.class, l.oid, l."column", e.grantee, e.privilege_type, e.is_grantable, 'initial'
      from lists l cross join lateral aclexplode(l.initial) e where e.grantee <> l.owner
  )
  select e.class,
         e.oid,
         case when e.grantee = 0 then 'PUBLIC' else pg_get_userbyid(e.grantee) end as grantee,
         coalesce(json_agg(json_build_object('privilege', e.privilege, 'grantable', e.grantable, 'column', e."column"))
                  filter (where e.side = 'actual'), '[]'::json)                     as actual,
         coalesce(json_agg(json_build_object('privilege', e.privilege, 'grantable', e.grantable, 'column', e."column"))
                  filter (where e.side = 'initial'), '[]'::json)                    as initial
    from entries e
   group by e.class, e.oid, e.grantee`;

interface Privilege {
  readonly privilege: string;
  readonly grantable: boolean;
  readonly column: string | null;
}
export interface GrantRow {
  readonly class: string;
  readonly oid: number;
  readonly grantee: string;
  readonly actual: readonly Privilege[];
  readonly initial: readonly Privilege[];
}

function printPrivileges(entries: readonly Privilege[]): readonly string[] {
  const columns = new Map<string, Set<string>>();
  for (const { privilege, grantable, column } of entries) {
    const key = `${privilege}|${grantable ? " WITH GRANT OPTION" : ""}|${column === null ? "" : "columns"}`;
    const names = columns.get(key) ?? new Set<string>();
    if (column !== null) names.add(column);
    columns.set(key, names);
  }
  const printed = [...columns].map(([key, names]) => {
    const [privilege = "", option = ""] = key.split("|");
    return `${privilege}${names.size === 0 ? "" : ` (${[...names].toSorted().map(quoteName).join(", ")})`}${option}`;
  });
  return printed.toSorted();
}

export function targetOf(object: SchemaObject): string {
  switch (object.kind) {
    case "function":
      return `${define<FunctionDefinition>(object).kind === "procedure" ? "PROCEDURE" : "FUNCTION"} ${sqlFunctionOf(object)}`;
    case "enum":
      return `TYPE ${sqlNameOf(object.id)}`;
    case "domain":
    case "schema":
    case "sequence":
      return `${object.kind.toUpperCase()} ${sqlNameOf(object.id)}`;
    default:
      return grantTarget(object) ?? `TABLE ${sqlNameOf(object.id)}`;
  }
}

/** The grant as an object; null where it says no more than the server's own defaults. `on` is the object granted on. */
export function readGrant(row: GrantRow, on: SchemaObject): SchemaObject | null {
  const [privileges, initial] = [printPrivileges(row.actual), printPrivileges(row.initial)];
  if (privileges.join() === initial.join()) return null;
  const columns = row.actual.flatMap(({ column }) =>
    column === null || on.kind !== "table" ? [] : [`column:${labelOf(on.id)}.${printName([column])}`],
  );
  return {
    id: `grant:${on.id}/${row.grantee === "PUBLIC" ? row.grantee : printName([row.grantee])}`,
    kind: "grant",
    parent: on.id,
    dependsOn: [on.id, ...new Set(columns)],
    definition: { on: on.id, target: targetOf(on), grantee: row.grantee, privileges },
  };
}

const granteeSql = (grantee: string): string => (grantee === "PUBLIC" ? grantee : quoteName(grantee));

function grantSql(grant: GrantDefinition): readonly string[] {
  const option = " WITH GRANT OPTION";
  const plain = grant.privileges.filter((privilege) => !privilege.endsWith(option));
  const passing = grant.privileges.filter((privilege) => privilege.endsWith(option)).map((privilege) => privilege.slice(0, -option.length));
  const to = `ON ${grant.target} TO ${granteeSql(grant.grantee)}`;
  return [
    ...(plain.length === 0 ? [] : [`GRANT ${plain.join(", ")} ${to}`]),
    ...(passing.length === 0 ? [] : [`GRANT ${passing.join(", ")} ${to}${option}`]),
  ];
}

const passesOn = (grant: GrantDefinition): boolean => grant.privileges.some((privilege) => privilege.endsWith(" WITH GRANT OPTION"));

/** What the role passed on goes with it. */
const revokeSql = (grant: GrantDefinition): string =>
  `REVOKE ALL ON ${grant.target} FROM ${granteeSql(grant.grantee)}${passesOn(grant) ? " CASCADE" : ""}`;

/** Rights of others on the same object, which may have come from a role that passed them on: they stay. */
function othersSql(schema: Schema, grant: GrantDefinition): readonly string[] {
  if (!passesOn(grant)) return [];
  const others = childrenOf(schema, grant.on, "grant").map((object) => define<GrantDefinition>(object));
  return others.filter((other) => other.grantee !== grant.grantee && !passesOn(other)).flatMap(grantSql);
}

/** What everybody may do by the server's own default. */
export function initialPrivileges(grant: GrantDefinition): readonly string[] {
  if (grant.grantee !== "PUBLIC") return [];
  if (/^(function|aggregate):/.test(grant.on)) return ["EXECUTE"];
  if (/^(enum|domain|composite-type|range-type|base-type|language):/.test(grant.on) || grant.on === "schema:public") return ["USAGE"];
  return [];
}

/** Statements that put a grant in place on an object that has the server's defaults. */
export function createGrantSql(object: SchemaObject): readonly string[] {
  const grant = define<GrantDefinition>(object);
  return [...(initialPrivileges(grant).length > 0 ? [revokeSql(grant)] : []), ...grantSql(grant)];
}

function dropGrantSql(grant: GrantDefinition): readonly string[] {
  return [revokeSql(grant), ...grantSql({ ...grant, privileges: initialPrivileges(grant) })];
}

const describeGrant = (grant: GrantDefinition): string =>
  `${grant.privileges.length === 0 ? "nothing" : grant.privileges.join(", ")} on ${labelOf(grant.on)} for ${grant.grantee}`;

function create(object: SchemaObject): readonly StepDraft[] {
  const grant = define<GrantDefinition>(object);
  const isLess = grant.privileges.length === 0;
  return [
    draftStep({
      kind: isLess ? "revoke" : "grant",
      phase: "expand",
      summary: `Allow ${describeGrant(grant)}`,
      statements: createGrantSql(object),
      reverse: dropGrantSql(grant),
      hazards: [
        isLess
          ? hazard("breaks-running-code", labelOf(grant.on), `${grant.grantee} may no longer use it.`)
          : hazard("weakens-security", labelOf(grant.on), `${grant.grantee} may do more than before.`, "note"),
      ],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const grant = define<GrantDefinition>(object);
  if (isDropped(context, grant.on)) return [];
  return [
    draftStep({
      kind: "revoke",
      phase: "contract",
      summary: `Take back ${describeGrant(grant)}`,
      statements: [...dropGrantSql(grant), ...othersSql(context.to, grant)],
      reverse: createGrantSql(object),
      hazards: [hazard("breaks-running-code", labelOf(grant.on), `${grant.grantee} is refused from now on.`)],
      removes: [object.id],
      releases: object.dependsOn,
    }),
  ];
}

function alter(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const [before, after] = [define<GrantDefinition>(from), define<GrantDefinition>(to)];
  return [
    draftStep({
      kind: "change-grant",
      phase: "expand",
      summary: `Allow ${describeGrant(after)}`,
      statements: [revokeSql(before), ...grantSql(after), ...othersSql(context.to, before)],
      reverse: [revokeSql(after), ...grantSql(before), ...othersSql(context.from, after)],
      hazards: [
        ...(after.privileges.some((privilege) => !before.privileges.includes(privilege))
          ? [hazard("weakens-security", labelOf(after.on), `${after.grantee} may do more than before.`, "note")]
          : []),
        ...(before.privileges.some((privilege) => !after.privileges.includes(privilege))
          ? [hazard("breaks-running-code", labelOf(after.on), `${after.grantee} may do less than before.`)]
          : []),
      ],
      makes: [to.id],
      needs: to.dependsOn,
      releases: from.dependsOn.filter((id) => id !== before.on),
    }),
  ];
}

export const grantKind: ObjectKind = {
  kind: "grant",
  create,
  drop,
  alter,
  describe: (object) => `grant of ${describeGrant(define<GrantDefinition>(object))}`,
};
