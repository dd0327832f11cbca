import { defineRule } from "../../rule.ts";
import { pickAll, statementOf } from "../syntax.ts";

export const noRoleOptionChange = defineRule({
  id: "no-role-option-change",
  level: "note",
  what: "Changes what a role may do or under which settings it works.",
  why: "It holds for every database of the server, and sessions of the application behave in another way without a release.",
  instead: "Keep roles where the server is set up, and let a migration grant rights on its own objects only.",
  source: "https://www.postgresql.org/docs/18/sql-alterrole.html",
  versions: ">=14",
  covers: ["squawk:ban-alter-role-options", "bytebase:STATEMENT_CHECK_SET_ROLE_VARIABLE"],
  given: "CREATE ROLE lint_worker;",
  claims: {},
  examples: {
    bad: ["ALTER ROLE lint_worker NOBYPASSRLS", "ALTER ROLE lint_worker SET search_path TO private", "ALTER ROLE lint_worker RESET ALL"],
    good: ["CREATE ROLE lint_other", "CREATE ROLE lint_other; ALTER ROLE lint_other NOLOGIN"],
  },
  check: (statement, context) => {
    const change = statementOf(statement, "AlterRoleStmt");
    const setting = statementOf(statement, "AlterRoleSetStmt");
    const role = (change?.role ?? setting?.role)?.rolename;
    // A password is another rule's, members are a grant.
    const isOption =
      setting !== null || pickAll(change?.options, "DefElem").some(({ defname }) => !/^(?:password|rolemembers)$/.test(defname ?? ""));
    const isOwn = context.statements.slice(0, context.index).some((earlier) => statementOf(earlier, "CreateRoleStmt")?.role === role);
    return role === undefined || !isOption || isOwn ? [] : [{ object: role }];
  },
});
