import { defineRule } from "../../rule.ts";
import { statementOf } from "../syntax.ts";

export const noLeakedSessionSetting = defineRule({
  id: "no-leaked-session-setting",
  level: "note",
  what: "Sets the search_path or the role for the rest of the session.",
  why: "Migrations that run after it on the same connection find other tables, or make them as somebody else.",
  instead: "Use SET LOCAL inside the transaction, or RESET it at the end.",
  source: "https://www.postgresql.org/docs/18/sql-set.html",
  versions: ">=14",
  covers: [],
  given: "CREATE SCHEMA app; CREATE ROLE lint_worker;",
  claims: {},
  examples: {
    bad: ["SET search_path = app", "SET ROLE lint_worker"],
    good: [
      "SET LOCAL search_path = app",
      "SET search_path = app; RESET search_path",
      "SET ROLE lint_worker; RESET ROLE",
      "SET lock_timeout = '1s'",
    ],
  },
  check: (statement, context) => {
    const set = statementOf(statement, "VariableSetStmt");
    const name = set?.name?.toLowerCase() ?? "";
    if (set?.kind !== "VAR_SET_VALUE" || set.is_local === true || !["search_path", "role", "session_authorization"].includes(name))
      return [];
    const isReset = context.statements.slice(context.index + 1).some((later) => {
      const other = statementOf(later, "VariableSetStmt");
      return (
        statementOf(later, "DiscardStmt") !== null ||
        (other?.name?.toLowerCase() === name && other.kind !== "VAR_SET_VALUE") ||
        other?.kind === "VAR_RESET_ALL"
      );
    });
    return isReset ? [] : [{ object: null, what: `Sets ${name} for the rest of the session.` }];
  },
});
