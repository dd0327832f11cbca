import { defineRule } from "../../rule.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noPolicyOnUserMetadata = defineRule({
  id: "no-policy-on-user-metadata",
  level: "error",
  what: "Decides in a policy by metadata that users write themselves.",
  why: "A user who changes their own metadata gives themselves the rows of others.",
  instead: "Decide by metadata that only the server writes (app_metadata), or by a table of rights.",
  source: "https://www.postgresql.org/docs/18/ddl-rowsecurity.html",
  versions: ">=14",
  covers: ["splinter:0015_rls_references_user_metadata"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, team text); ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
  claims: {},
  examples: {
    bad: [
      "CREATE POLICY team ON users USING (team = ((SELECT current_setting('request.jwt.claims')::jsonb) -> 'user_metadata' ->> 'team'))",
    ],
    good: [
      "CREATE POLICY team ON users USING (team = ((SELECT current_setting('request.jwt.claims')::jsonb) -> 'app_metadata' ->> 'team'))",
    ],
  },
  check: (statement) => {
    const policy = statementOf(statement, "CreatePolicyStmt") ?? statementOf(statement, "AlterPolicyStmt");
    return policy !== null && /"(?:raw_)?user_meta_?data"/.test(JSON.stringify(policy)) ? [{ object: relationName(policy.table) }] : [];
  },
});
