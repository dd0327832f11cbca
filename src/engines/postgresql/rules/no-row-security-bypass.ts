import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noRowSecurityBypass = defineRule({
  id: "no-row-security-bypass",
  level: "warning",
  what: "Lets policies be passed by.",
  why: "Rows that policies hide are read and written again by whoever owns the table or runs the session.",
  instead: "Keep FORCE ROW LEVEL SECURITY on, and give jobs that need all rows a policy of their own.",
  source: "https://www.postgresql.org/docs/18/ddl-rowsecurity.html",
  versions: ">=14",
  covers: ["schemalint:row-level-security"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users ENABLE ROW LEVEL SECURITY; ALTER TABLE users FORCE ROW LEVEL SECURITY;",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users NO FORCE ROW LEVEL SECURITY"],
    good: [
      "ALTER TABLE users FORCE ROW LEVEL SECURITY",
      "CREATE TABLE drafts (id bigint PRIMARY KEY); ALTER TABLE drafts NO FORCE ROW LEVEL SECURITY",
    ],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_NoForceRowSecurity")
      .filter(({ table }) => !isNew(context, table))
      .map(({ table }) => ({ object: table })),
});
