import { parseName, printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { droppedNames } from "../lint/drops.ts";
import { statementOf } from "../syntax.ts";

export const noDropPolicy = defineRule({
  id: "no-drop-policy",
  level: "warning",
  what: "Drops a row-level security policy.",
  why: "A permissive policy that goes hides rows from those who read them; a restrictive one that goes shows rows that were hidden.",
  instead: "Create the policy that takes its place in the same transaction.",
  source: "https://www.postgresql.org/docs/18/sql-droppolicy.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-policy"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (id > 0);",
  claims: {},
  examples: {
    bad: ["DROP POLICY own ON users"],
    good: ["DROP POLICY own ON users; CREATE POLICY own ON users USING (id > 1)", "ALTER POLICY own ON users USING (id > 1)"],
  },
  check: (statement, context) =>
    droppedNames(statement, "OBJECT_POLICY")
      .map((name) => parseName(name))
      .filter((parts) => {
        const isReplaced = context.statements
          .slice(context.index)
          .some((later) => statementOf(later, "CreatePolicyStmt")?.policy_name === parts.at(-1));
        return !isNew(context, printName(parts.slice(0, -1))) && !isReplaced;
      })
      .map((parts) => ({ object: printName(parts.slice(0, -1)) })),
});
