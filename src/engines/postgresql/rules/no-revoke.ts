import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { grantedObject } from "../lint/grant-text.ts";
import { pickAll, statementOf } from "../syntax.ts";

export const noRevoke = defineRule({
  id: "no-revoke",
  level: "note",
  what: "Takes a right away from a role that running code may act as.",
  why: "Statements of that role fail from the commit on, in sessions that are open too.",
  instead: "See in the statistics or the log that the role does without it, then revoke it.",
  source: "https://www.postgresql.org/docs/18/sql-revoke.html",
  versions: ">=14",
  covers: ["squawk:ban-revoke"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY); GRANT SELECT ON users TO pg_monitor; CREATE ROLE lint_worker; CREATE ROLE lint_writers ROLE lint_worker;",
  claims: {},
  examples: {
    bad: [
      "REVOKE SELECT ON users FROM pg_monitor",
      "ALTER GROUP lint_writers DROP USER lint_worker",
      "REVOKE lint_writers FROM lint_worker",
    ],
    good: ["REVOKE ALL ON users FROM PUBLIC", "CREATE TABLE drafts (id bigint PRIMARY KEY); REVOKE SELECT ON drafts FROM pg_monitor"],
  },
  check: (statement, context) => {
    const membership = statementOf(statement, "GrantRoleStmt");
    const group = statementOf(statement, "AlterRoleStmt");
    const isMemberGone =
      (membership !== null && membership.is_grant !== true) ||
      (group?.action === -1 && pickAll(group.options, "DefElem").some(({ defname }) => defname === "rolemembers"));
    if (isMemberGone) return [{ object: group?.role?.rolename ?? null }];
    const grant = statementOf(statement, "GrantStmt");
    if (grant === null || grant.is_grant === true) return [];
    const isForAll = pickAll(grant.grantees, "RoleSpec").every(({ roletype }) => roletype === "ROLESPEC_PUBLIC");
    const object = grantedObject(grant);
    return isForAll || (object !== null && isNew(context, object)) ? [] : [{ object }];
  },
});
