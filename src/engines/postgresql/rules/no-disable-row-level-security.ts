import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noDisableRowLevelSecurity = defineRule({
  id: "no-disable-row-level-security",
  level: "warning",
  what: "Switches row-level security off or frees the owner from it.",
  why: "The policies stay but no longer apply, so every role that may read the table sees all of its rows.",
  instead: "Change the policies, or give the one role that needs all rows BYPASSRLS.",
  source: "https://www.postgresql.org/docs/18/ddl-rowsecurity.html",
  versions: ">=14",
  covers: ["squawk:ban-disable-trigger", "schemalint:row-level-security", "splinter:0007_policy_exists_rls_disabled"],
  given: [
    "CREATE TABLE users (id bigint PRIMARY KEY);",
    "ALTER TABLE users ENABLE ROW LEVEL SECURITY; ALTER TABLE users FORCE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (id > 0);",
  ].join("\n"),
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users DISABLE ROW LEVEL SECURITY", "ALTER TABLE users NO FORCE ROW LEVEL SECURITY"],
    good: ["ALTER TABLE users ENABLE ROW LEVEL SECURITY"],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_DisableRowSecurity", "AT_NoForceRowSecurity")
      .filter(({ table }) => !isNew(context, table))
      .map(({ table }) => ({ object: table })),
});
