import { defineRule } from "../../rule.ts";
import { hasPolicy, isComplete } from "../lint/known-objects.ts";
import { isNew } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

/** Judged by the schema that the whole set ends in. */
export const requirePolicy = defineRule({
  id: "require-policy",
  level: "warning",
  what: "Enables row-level security on a table without a policy.",
  why: "Every role but the owner sees no row and writes none.",
  instead: "Make the policies in the same migration.",
  source: "https://www.postgresql.org/docs/18/ddl-rowsecurity.html",
  versions: ">=14",
  covers: ["migrationpilot:MP057", "splinter:0008_rls_enabled_no_policy"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, owner text); CREATE TABLE notes (id bigint PRIMARY KEY, owner text); CREATE POLICY own ON notes USING (owner = current_user);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users ENABLE ROW LEVEL SECURITY"],
    good: [
      "ALTER TABLE notes ENABLE ROW LEVEL SECURITY",
      "ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (owner = current_user)",
    ],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_EnableRowSecurity")
      .filter(({ table }) => (isNew(context, table) || isComplete(context.before)) && !hasPolicy(context.before, table))
      .map(({ table }) => ({ object: table })),
});
