import { defineRule } from "../../rule.ts";
import { hasRowSecurity, isComplete } from "../lint/known-objects.ts";
import { isNew } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

/** Judged by the schema that the whole set ends in. */
export const requireRowLevelSecurityForPolicy = defineRule({
  id: "require-row-level-security-for-policy",
  level: "warning",
  what: "Makes a policy on a table whose row-level security is off.",
  why: "The policy does nothing until row-level security is enabled, so rows that it seems to guard are open.",
  instead: "Add ALTER TABLE … ENABLE ROW LEVEL SECURITY.",
  source: "https://www.postgresql.org/docs/18/ddl-rowsecurity.html",
  versions: ">=14",
  covers: ["splinter:0007_policy_exists_rls_disabled"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, owner text); CREATE TABLE notes (id bigint PRIMARY KEY, owner text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY;",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["CREATE POLICY own ON users USING (owner = current_user)"],
    good: [
      "CREATE POLICY own ON notes USING (owner = current_user)",
      "CREATE POLICY own ON users USING (owner = current_user); ALTER TABLE users ENABLE ROW LEVEL SECURITY",
    ],
  },
  check: (statement, context) => {
    const policy = statementOf(statement, "CreatePolicyStmt");
    if (policy === null) return [];
    const table = relationName(policy.table);
    const isKnown = isNew(context, table) || isComplete(context.before);
    return isKnown && !hasRowSecurity(context.before, table) ? [{ object: table }] : [];
  },
});
