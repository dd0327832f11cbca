import { defineRule } from "../../rule.ts";
import { isAlwaysTrue } from "../lint/condition.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noPolicyAlwaysTrue = defineRule({
  id: "no-policy-always-true",
  level: "warning",
  what: "Makes a policy that lets every row be written.",
  why: "Permissive policies are joined by OR, so one that is always true undoes all others.",
  instead: "Write the condition that ties a row to the current role or tenant.",
  source: "https://www.postgresql.org/docs/18/sql-createpolicy.html",
  versions: ">=14",
  covers: ["migrationpilot:MP079", "splinter:0024_rls_policy_always_true"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, owner text); ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (owner = current_user);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: [
      "CREATE POLICY everyone ON users USING (true)",
      "CREATE POLICY everyone ON users FOR INSERT WITH CHECK (1 = 1)",
      "ALTER POLICY own ON users USING (true)",
    ],
    good: [
      "CREATE POLICY readers ON users FOR SELECT USING (true)",
      "CREATE POLICY owners ON users USING (owner = current_user)",
      "CREATE POLICY narrow ON users AS RESTRICTIVE USING (true)",
    ],
  },
  // Reading may be meant for everyone; a restrictive policy that is always true restricts nothing and opens nothing.
  check: (statement) => {
    const create = statementOf(statement, "CreatePolicyStmt");
    const isOpening = create !== null && create.permissive === true && create.cmd_name !== "select";
    const policy = isOpening ? create : statementOf(statement, "AlterPolicyStmt");
    if (policy === null) return [];
    const isOpen = [policy.qual, policy.with_check].some((condition) => condition !== undefined && isAlwaysTrue(condition));
    return isOpen ? [{ object: relationName(policy.table) }] : [];
  },
});
