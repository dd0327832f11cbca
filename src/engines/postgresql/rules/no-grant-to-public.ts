import { defineRule } from "../../rule.ts";
import { grantedObject, grantOf } from "../lint/grant-text.ts";
import { pickAll } from "../syntax.ts";

export const noGrantToPublic = defineRule({
  id: "no-grant-to-public",
  level: "warning",
  what: "Grants rights to every role there is or will be.",
  why: "PUBLIC takes in roles made later for other purposes, and no single role can be left out again.",
  instead: "Grant to a role made for the purpose.",
  source: "https://www.postgresql.org/docs/18/sql-grant.html",
  versions: ">=14",
  covers: ["migrationpilot:MP085", "migrationpilot:MP091", "pg-schema-diff:AUTHZ_UPDATE"],
  given: "CREATE ROLE lint_reader; CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["GRANT SELECT ON users TO PUBLIC", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC"],
    good: ["GRANT SELECT ON users TO lint_reader", "REVOKE SELECT ON users FROM PUBLIC"],
  },
  check: (statement) => {
    const grant = grantOf(statement);
    const isPublic = pickAll(grant?.grantees, "RoleSpec").some(({ roletype }) => roletype === "ROLESPEC_PUBLIC");
    return grant !== null && isPublic ? [{ object: grantedObject(grant) }] : [];
  },
});
