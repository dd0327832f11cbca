import { defineRule } from "../../rule.ts";
import { permissiveCommands } from "../lint/known-objects.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noSeveralPermissivePolicies = defineRule({
  id: "no-several-permissive-policies",
  level: "note",
  what: "Adds a second permissive policy for what another one allows already.",
  why: "Either is enough to see a row, and both are asked for every row.",
  instead: "Put both conditions into one policy, or make one of them restrictive.",
  source: "https://www.postgresql.org/docs/18/sql-createpolicy.html",
  versions: ">=14",
  covers: ["splinter:0006_multiple_permissive_policies"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, owner text); ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users FOR SELECT USING (owner = current_user);",
  claims: {},
  examples: {
    bad: ["CREATE POLICY team ON users FOR SELECT USING (id > 1)", "CREATE POLICY team ON users USING (id > 1)"],
    good: [
      "CREATE POLICY team ON users AS RESTRICTIVE FOR SELECT USING (id > 1)",
      "CREATE POLICY team ON users FOR INSERT WITH CHECK (id > 1)",
    ],
  },
  check: (statement, context) => {
    const policy = statementOf(statement, "CreatePolicyStmt");
    if (policy?.permissive !== true) return [];
    const command = (policy.cmd_name ?? "all").toLowerCase();
    const table = relationName(policy.table);
    return permissiveCommands(context.before, table).some((other) => other === command || other === "all" || command === "all")
      ? [{ object: table }]
      : [];
  },
});
