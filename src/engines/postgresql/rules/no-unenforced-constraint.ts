import { defineRule } from "../../rule.ts";
import { newConstraintsOf } from "../syntax.ts";

export const noUnenforcedConstraint = defineRule({
  id: "no-unenforced-constraint",
  level: "warning",
  what: "Adds a constraint that is not enforced.",
  why: "It documents a rule that rows need not keep, and readers will trust it.",
  instead: "Add it NOT VALID, so that new rows keep it, and validate it later.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html",
  versions: ">=18",
  covers: ["migrationpilot:MP082"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: ["ALTER TABLE users ADD CONSTRAINT has_email CHECK (email IS NOT NULL) NOT ENFORCED"],
    good: ["ALTER TABLE users ADD CONSTRAINT has_email CHECK (email IS NOT NULL) NOT VALID"],
  },
  check: (statement) =>
    newConstraintsOf(statement)
      .filter(({ constraint }) => /^(?:CONSTR_CHECK|CONSTR_FOREIGN)$/.test(constraint.contype ?? "") && constraint.is_enforced !== true)
      .map(({ table }) => ({ object: table })),
});
