import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { pick, pickAll, statementOf } from "../syntax.ts";

export const noSuperuserRole = defineRule({
  id: "no-superuser-role",
  level: "error",
  what: "Makes a role that no permission check stops.",
  why: "SUPERUSER passes every check and reaches the server's files; BYPASSRLS reads and writes all rows whatever the policies say.",
  instead: "Grant the rights that the role needs, one by one.",
  source: "https://www.postgresql.org/docs/18/role-attributes.html",
  versions: ">=14",
  covers: ["migrationpilot:MP073"],
  given: "CREATE ROLE lint_worker;",
  claims: {},
  examples: {
    bad: ["CREATE ROLE lint_admin SUPERUSER", "ALTER ROLE lint_worker BYPASSRLS"],
    good: ["CREATE ROLE lint_admin NOSUPERUSER LOGIN", "ALTER ROLE lint_worker CREATEDB"],
  },
  check: (statement) => {
    const create = statementOf(statement, "CreateRoleStmt");
    const alter = statementOf(statement, "AlterRoleStmt");
    const isMighty = pickAll(create?.options ?? alter?.options, "DefElem").some(
      ({ defname, arg }) => (defname === "superuser" || defname === "bypassrls") && pick(arg, "Boolean")?.boolval === true,
    );
    return isMighty ? [{ object: printName([create?.role ?? alter?.role?.rolename ?? ""]) }] : [];
  },
});
