import { defineRule } from "../../rule.ts";
import { hasNoRows } from "../lint/context.ts";
import { append } from "../lint/edits.ts";
import { alterationsOf, newConstraintsOf } from "../syntax.ts";

export const requireNotValidForeignKey = defineRule({
  id: "require-not-valid-foreign-key",
  level: "warning",
  what: "Adds a foreign key that checks all old rows at once.",
  why: "Writes to both tables wait until every row has been looked up.",
  instead: "Add the foreign key NOT VALID, then VALIDATE CONSTRAINT in a later transaction.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT",
  versions: ">=14",
  covers: [
    "squawk:adding-foreign-key-constraint",
    "squawk:constraint-missing-not-valid",
    "migrationpilot:MP005",
    "migrationpilot:MP069",
    "pgfence:add-constraint-fk-no-not-valid",
    "pgls:adding_foreign_key_constraint",
    "strong_migrations:add_foreign_key",
    "online_migrations:add_foreign_key",
    "eugene:E1",
    "atlas:PG306",
    "pg-schema-diff:ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK",
    "bytebase:STATEMENT_ADD_FOREIGN_KEY_NOT_VALID",
  ],
  given: [
    "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);",
    "INSERT INTO users VALUES (1); INSERT INTO orders VALUES (1, 1);",
  ].join("\n"),
  claims: { orders: { mode: "SHARE ROW EXCLUSIVE", rewrites: false }, users: { mode: "SHARE ROW EXCLUSIVE", rewrites: false } },
  disprovedBy: "no-scan",
  examples: {
    bad: ["ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)"],
    good: [
      "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID",
      "ALTER TABLE orders ADD COLUMN buyer_id bigint REFERENCES users (id)",
      "CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id))",
    ],
  },
  // A new column without a default holds nulls only: the server skips the check.
  check: (statement, context) =>
    newConstraintsOf(statement)
      .filter(({ constraint, by }) => by === "add" && constraint.contype === "CONSTR_FOREIGN" && constraint.skip_validation !== true)
      .filter(
        ({ constraint, column }) =>
          constraint.is_enforced !== false && (column === null || column.constraints.some(({ contype }) => contype === "CONSTR_DEFAULT")),
      )
      .filter(({ table }) => !hasNoRows(context, table))
      .map(({ table }) => ({ object: table })),
  fix: (statement) =>
    alterationsOf(statement).length === 1 && alterationsOf(statement, "AT_AddConstraint").length === 1
      ? append(statement, "NOT VALID", "Add the foreign key NOT VALID; validate it in a later migration.")
      : null,
});
