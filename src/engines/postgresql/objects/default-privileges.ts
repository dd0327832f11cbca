import { printName } from "../../../model/name.ts";
import type { PlanContext } from "../../step-draft.ts";
import { defineReader } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { hazard } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";

interface Privileges {
  /** By role, `OWNER` for the role whose objects they are. Sorted; with ` WITH GRANT OPTION` appended where grantable. */
  readonly [grantee: string]: readonly string[];
}
export interface DefaultPrivilegesDefinition {
  /** Role whose new objects they are for; null: whoever looks, or else the owner of the database. */
  readonly role: string | null;
  /** Null: in every schema. */
  readonly schema: string | null;
  /** `TABLES`, `SEQUENCES`, `FUNCTIONS`, `TYPES`, `SCHEMAS` or `LARGE OBJECTS`. */
  readonly on: string;
  readonly privileges: Privileges;
  /** What the server gives without them. */
  readonly initial: Privileges;
}

const explode = (list: string): string => `coalesce((
           select json_object_agg(g.grantee, g.privileges)
             from (select case when e.grantee = 0 then 'PUBLIC' when e.grantee = x.defaclrole then 'OWNER' else pg_get_userbyid(e.grantee)::text end as grantee,
                          json_agg(e.privilege_type || case when e.is_grantable then ' WITH GRANT OPTION' else '' end
                                   order by e.privilege_type) as privileges
                     from aclexplode(${list}) e group by e.grantee) g), '{}'::json)`;

// Entries of a schema add to what holds everywhere; entries without one stand in its place.
const query = `
  select x.oid,
         case when x.defaclrole <> coalesce(own.role, d.datdba) then pg_get_userbyid(x.defaclrole) end as role,
         n.nspname                                                      as schema,
         case x.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES' when 'f' then 'FUNCTIONS'
                              when 'T' then 'TYPES' when 'n' then 'SCHEMAS' else 'LARGE OBJECTS' end as "on",
         ${explode("x.defaclacl")}                                      as privileges,
         ${explode("case when n.oid is null then acldefault(case x.defaclobjtype when 'S' then 's' else x.defaclobjtype end, x.defaclrole) end")} as initial
    from pg_default_acl x
    join pg_database d       on d.datname = current_database()
    left join pg_namespace n on n.oid = x.defaclnamespace
    left join lateral (select y.defaclrole as role
                         from pg_default_acl y
                         join pg_roles r on r.oid = y.defaclrole
                        where r.rolname = current_user and y.defaclnamespace = x.defaclnamespace and y.defaclobjtype = x.defaclobjtype) own on true
   order by 2, 3 nulls first, 4`;

interface Row extends DefaultPrivilegesDefinition {
  readonly oid: number;
}
export const defaultPrivilegesReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_default_acl/${oid}`],
    object: {
      id: `default-privileges:${printName([rest.role ?? "CURRENT_ROLE", ...(rest.schema === null ? [] : [rest.schema]), rest.on.toLowerCase()])}`,
      kind: "default-privileges",
      dependsOn: rest.schema === null ? [] : [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_default_acl)",
);

const option = " WITH GRANT OPTION";
function granteeSql(of: DefaultPrivilegesDefinition, grantee: string): string {
  if (grantee === "OWNER") return of.role === null ? "CURRENT_USER" : quoteName(of.role);
  return grantee === "PUBLIC" ? grantee : quoteName(grantee);
}

function changeSql(of: DefaultPrivilegesDefinition, from: Privileges, to: Privileges): readonly string[] {
  const head = `ALTER DEFAULT PRIVILEGES${of.role === null ? "" : ` FOR ROLE ${quoteName(of.role)}`}${of.schema === null ? "" : ` IN SCHEMA ${quoteName(of.schema)}`}`;
  const grantees = [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted();
  return grantees.flatMap((grantee) => {
    const [before, after] = [from[grantee] ?? [], to[grantee] ?? []];
    if (before.join() === after.join()) return [];
    const plain = after.filter((privilege) => !privilege.endsWith(option));
    const passing = after.filter((privilege) => privilege.endsWith(option)).map((privilege) => privilege.slice(0, -option.length));
    return [
      ...(before.every((privilege) => after.includes(privilege)) ? [] : [`${head} REVOKE ALL ON ${of.on} FROM ${granteeSql(of, grantee)}`]),
      ...(plain.length === 0 ? [] : [`${head} GRANT ${plain.join(", ")} ON ${of.on} TO ${granteeSql(of, grantee)}`]),
      ...(passing.length === 0 ? [] : [`${head} GRANT ${passing.join(", ")} ON ${of.on} TO ${granteeSql(of, grantee)}${option}`]),
    ];
  });
}

const gives = (from: Privileges, to: Privileges): boolean =>
  Object.entries(to).some(([grantee, privileges]) => privileges.some((privilege) => from[grantee]?.includes(privilege) !== true));

function risk(id: string, from: Privileges, to: Privileges): { readonly hazards: readonly ReturnType<typeof hazard>[] } {
  return {
    hazards: gives(from, to)
      ? [hazard("weakens-security", id, "Whoever is named may use objects that are made from now on.", "note")]
      : [hazard("breaks-running-code", id, "Objects that are made from now on are closed to those who could use them before.", "note")],
  };
}

const classed =
  /^(table|view|materialized-view|foreign-table|sequence|function|aggregate|schema|enum|domain|composite-type|range-type|base-type)$/;

/** Objects of this plan get what they shall have by name, and nothing by default. */
function madeBefore(context: PlanContext): readonly string[] {
  return context.changes.flatMap((change) => (change.kind === "add" && classed.test(change.object.kind) ? [change.object.id] : []));
}

function goneAfter(context: PlanContext): readonly string[] {
  return context.changes.flatMap((change) => (change.kind === "drop" && classed.test(change.object.kind) ? [change.object.id] : []));
}

export const defaultPrivilegesKind = standAlone<DefaultPrivilegesDefinition>({
  kind: "default-privileges",
  noun: "default privileges",
  create: (one) => changeSql(one, one.initial, one.privileges),
  drop: (one) => changeSql(one, one.privileges, one.initial),
  alter: (from, to, { context, id }) => ({
    up: changeSql(to, from.privileges, to.privileges),
    down: changeSql(from, to.privileges, from.privileges),
    needs: madeBefore(context),
    ...risk(id, from.privileges, to.privileges),
  }),
  whenCreated: (one, { id }, context) => ({ needs: madeBefore(context), ...risk(id, one.initial, one.privileges) }),
  // Gone first, and back last: what comes back on the way back gets nothing by default.
  whenDropped: (one, { id }, context) => ({ ...risk(id, one.privileges, one.initial), releases: goneAfter(context) }),
});
