import { defineRule } from "../../rule.ts";
import { hasRowSecurity } from "../lint/known-objects.ts";
import { pickAll, relationName, statementOf } from "../syntax.ts";

export const requireSecurityInvoker = defineRule({
  id: "require-security-invoker",
  level: "warning",
  what: "Makes a view over a table with policies that runs with its owner's rights.",
  why: "The policies are those of the view's owner, who sees everything: every reader of the view does too.",
  instead: "Make the view WITH (security_invoker = true).",
  source: "https://www.postgresql.org/docs/18/sql-createview.html",
  versions: ">=15",
  covers: ["splinter:0010_security_definer_view"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, email text); ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE TABLE notes (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["CREATE VIEW addresses AS SELECT id, email FROM users"],
    good: [
      "CREATE VIEW addresses WITH (security_invoker = true) AS SELECT id, email FROM users",
      "CREATE VIEW ids AS SELECT id FROM notes",
    ],
  },
  check: (statement, context) => {
    const view = statementOf(statement, "ViewStmt");
    if (view === null || pickAll(view.options, "DefElem").some(({ defname }) => defname === "security_invoker")) return [];
    const hidden = statement.touches.find(({ name, how }) => how === "read" && hasRowSecurity(context.before, name));
    return hidden === undefined
      ? []
      : [
          {
            object: relationName(view.view),
            what: `Makes a view over ${hidden.name}, which has policies, that runs with its owner's rights.`,
          },
        ];
  },
});
