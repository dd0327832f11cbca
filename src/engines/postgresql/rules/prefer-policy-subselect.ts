import { defineRule } from "../../rule.ts";
import { pick, relationName, statementOf, textsOf } from "../syntax.ts";

export const preferPolicySubselect = defineRule({
  id: "prefer-policy-subselect",
  level: "note",
  what: "Calls a function of the session for every row in a policy.",
  why: "It is asked again for each row that is looked at, which makes scans many times slower.",
  instead: "Write (SELECT current_setting(…)) so that it is asked once.",
  source: "https://www.postgresql.org/docs/18/ddl-rowsecurity.html",
  versions: ">=14",
  covers: ["splinter:0003_auth_rls_initplan"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, owner text); ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
  claims: {},
  examples: {
    bad: ["CREATE POLICY own ON users USING (owner = current_setting('app.user'))"],
    good: [
      "CREATE POLICY own ON users USING (owner = (SELECT current_setting('app.user')))",
      "CREATE POLICY own ON users USING (owner = current_user)",
    ],
  },
  check: (statement) => {
    const policy = statementOf(statement, "CreatePolicyStmt") ?? statementOf(statement, "AlterPolicyStmt");
    return policy !== null && (callsOf(policy.qual) || callsOf(policy.with_check)) ? [{ object: relationName(policy.table) }] : [];
  },
});

const perSession: readonly string[] = ["current_setting", "uid", "jwt", "role", "email"];

/** Whether such a call stands outside a subselect. */
function callsOf(node: unknown): boolean {
  if (typeof node !== "object" || node === null || pick(node, "SubLink") !== null) return false;
  const call = pick(node, "FuncCall");
  const names = textsOf(call?.funcname);
  if (
    call !== null &&
    perSession.includes(names.at(-1) ?? "") &&
    (names.length === 1 ? names[0] === "current_setting" : ["auth", "pg_catalog"].includes(names[0] ?? ""))
  )
    return true;
  return (Array.isArray(node) ? node : Object.values(node)).some(callsOf);
}
