import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { append } from "../lint/edits.ts";
import { alterationsOf, newConstraintsOf } from "../syntax.ts";

export const requireNotValidCheck = defineRule({
  id: "require-not-valid-check",
  level: "warning",
  what: "Adds a check constraint that looks at all old rows at once.",
  why: "The whole table is scanned while reads and writes wait for the ACCESS EXCLUSIVE lock.",
  instead: "Add the constraint NOT VALID, then VALIDATE CONSTRAINT in a later transaction.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT",
  versions: ">=14",
  covers: [
    "squawk:constraint-missing-not-valid",
    "migrationpilot:MP030",
    "pgfence:add-constraint-check-no-not-valid",
    "pgls:constraint_missing_not_valid",
    "strong_migrations:add_check_constraint",
    "online_migrations:add_check_constraint",
    "online_migrations:add_text_limit_constraint",
    "eugene:E1",
    "atlas:PG305",
    "bytebase:STATEMENT_ADD_CHECK_NOT_VALID",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, age integer); INSERT INTO users VALUES (1, 30);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  disprovedBy: "no-scan",
  examples: {
    bad: [
      "ALTER TABLE users ADD CONSTRAINT age_positive CHECK (age > 0)",
      "ALTER TABLE users ADD COLUMN tier text DEFAULT 'bronze' CHECK (tier IN ('bronze', 'gold'))",
    ],
    good: [
      "ALTER TABLE users ADD CONSTRAINT age_positive CHECK (age > 0) NOT VALID",
      "CREATE TABLE drafts (id bigint PRIMARY KEY); ALTER TABLE drafts ADD CONSTRAINT id_positive CHECK (id > 0)",
    ],
  },
  check: (statement, context) =>
    newConstraintsOf(statement)
      .filter(({ constraint, by }) => by === "add" && constraint.contype === "CONSTR_CHECK")
      .filter(
        ({ constraint, table }) => constraint.skip_validation !== true && constraint.is_enforced !== false && !isEmpty(context, table),
      )
      .map(({ table }) => ({ object: table })),
  fix: (statement) =>
    alterationsOf(statement).length === 1 && alterationsOf(statement, "AT_AddConstraint").length === 1
      ? append(statement, "NOT VALID", "Add the check NOT VALID; validate it in a later migration.")
      : null,
});
