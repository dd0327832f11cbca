import { defineRule } from "../../rule.ts";
import { statementOf } from "../syntax.ts";

export const noServerSetting = defineRule({
  id: "no-server-setting",
  level: "warning",
  what: "Changes a setting for everybody.",
  why: "It outlives the migration, holds for databases and roles that it was not meant for, and no file of the repository shows it.",
  instead: "Set it in the server's configuration, or for one role of the application.",
  source: "https://www.postgresql.org/docs/18/sql-alterrole.html",
  versions: ">=14",
  covers: [],
  given: "CREATE ROLE lint_worker;",
  claims: {},
  examples: {
    bad: ["ALTER ROLE ALL SET work_mem = '64MB'"],
    good: ["ALTER ROLE lint_worker SET work_mem = '64MB'", "SET LOCAL work_mem = '64MB'"],
  },
  check: (statement) => {
    const isForAll = statementOf(statement, "AlterRoleSetStmt")?.role === undefined && statementOf(statement, "AlterRoleSetStmt") !== null;
    const isServer = statementOf(statement, "AlterSystemStmt") !== null || statementOf(statement, "AlterDatabaseSetStmt") !== null;
    return isForAll || isServer ? [{ object: null }] : [];
  },
});
