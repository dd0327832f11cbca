import { defineRule } from "../../rule.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noRewriteRule = defineRule({
  id: "no-rewrite-rule",
  level: "note",
  what: "Makes a rule that rewrites statements.",
  why: "Rules change statements before they are planned: they evaluate expressions twice and surprise everybody who did not write them.",
  instead: "Use a trigger.",
  source: "https://www.postgresql.org/docs/18/rules-triggers.html",
  versions: ">=14",
  covers: [],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["CREATE RULE quiet AS ON DELETE TO users DO INSTEAD NOTHING"],
    good: ["CREATE VIEW addresses AS SELECT email FROM users"],
  },
  check: (statement) => {
    const rule = statementOf(statement, "RuleStmt");
    return rule === null ? [] : [{ object: relationName(rule.relation) }];
  },
});
