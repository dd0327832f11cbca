import { defineRule } from "../../rule.ts";
import { isEmpty, isSameName, sameTransaction } from "../lint/context.ts";
import { accessExclusiveObjects } from "../lint/lock-modes.ts";
import { alterationsOf, newConstraintsOf } from "../syntax.ts";

export const noValidateInSameTransaction = defineRule({
  id: "no-validate-in-same-transaction",
  level: "warning",
  what: "Validates a constraint in the transaction that already holds a stronger lock on the table.",
  why: "The lock of the earlier statement is kept during the scan, so that NOT VALID gains nothing.",
  instead: "Commit first: put VALIDATE CONSTRAINT into a migration of its own.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  versions: ">=14",
  covers: [
    "pgfence:not-valid-validate-same-tx",
    "pgls:require_separate_constraint_validation",
    "strong_migrations:validate_check_constraint",
    "strong_migrations:validate_foreign_key",
    "online_migrations:validate_constraint",
    "online_migrations:validate_foreign_key",
    "squawk:constraint-missing-not-valid",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, age integer); INSERT INTO users VALUES (1, 30);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users ADD CONSTRAINT age_positive CHECK (age > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT age_positive"],
    good: [
      "ALTER TABLE users ADD CONSTRAINT age_positive CHECK (age > 0) NOT VALID; COMMIT; ALTER TABLE users VALIDATE CONSTRAINT age_positive",
    ],
  },
  check: (statement, context) => {
    const before = sameTransaction(context) ?? [];
    return alterationsOf(statement, "AT_ValidateConstraint")
      .filter(({ table }) => !isEmpty(context, table))
      .filter(({ table }) =>
        before.some(
          (earlier) =>
            accessExclusiveObjects(earlier).some((name) => isSameName(name, table)) ||
            newConstraintsOf(earlier).some((added) => added.by === "add" && isSameName(added.table, table)),
        ),
      )
      .map(({ table }) => ({ object: table }));
  },
});
