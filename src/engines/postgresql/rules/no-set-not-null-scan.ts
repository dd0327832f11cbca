import { printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import { defineRule, type RuleContext } from "../../rule.ts";
import { provesNotNull } from "../lint/condition.ts";
import { constraintsOf, findColumn, isComplete } from "../lint/known-objects.ts";
import { earlierStatements, isEmpty, isSameName } from "../lint/context.ts";
import { alterationsOf, newConstraintsOf, textsOf } from "../syntax.ts";

export const noSetNotNullScan = defineRule({
  id: "no-set-not-null-scan",
  level: "warning",
  what: "Makes a column NOT NULL without a validated check that already proves it.",
  why: "The whole table is scanned while reads and writes wait for the ACCESS EXCLUSIVE lock.",
  instead:
    "Add CHECK (column IS NOT NULL) NOT VALID, validate it in a later transaction, then SET NOT NULL and drop the check; from version 18 on, ADD CONSTRAINT … NOT NULL column NOT VALID and validate it.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL",
  versions: ">=14",
  covers: [
    "atlas:MF104",
    "atlas:LT101",
    "online_migrations:change_column_null",
    "strong_migrations:change_column_with_not_null",
    "online_migrations:change_column_with_not_null",
    "prisma:unexec:MadeOptionalFieldRequired",
    "squawk:adding-not-nullable-field",
    "migrationpilot:MP002",
    "migrationpilot:MP018",
    "migrationpilot:MP081",
    "pgfence:alter-column-set-not-null",
    "pgls:adding_not_null_field",
    "diesel-guard:AddNotNullCheck",
    "strong_migrations:change_column_null_postgresql",
    "online_migrations:add_not_null_constraint",
    "eugene:E2",
    "atlas:PG303",
    "bytebase:STATEMENT_DISALLOW_ADD_NOT_NULL",
    "prisma:MadeOptionalFieldRequired",
  ],
  given: [
    "CREATE TABLE users (id bigint PRIMARY KEY, email text, phone text, CONSTRAINT phone_present CHECK (phone IS NOT NULL));",
    "INSERT INTO users VALUES (1, 'a', '1');",
  ].join("\n"),
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  disprovedBy: "no-scan",
  examples: {
    bad: ["ALTER TABLE users ALTER COLUMN email SET NOT NULL", "ALTER TABLE users ADD CONSTRAINT email_here NOT NULL email"],
    good: [
      "ALTER TABLE users ALTER COLUMN phone SET NOT NULL",
      "ALTER TABLE users ADD CONSTRAINT email_present CHECK (email IS NOT NULL) NOT VALID",
    ],
  },
  check: (statement, context) =>
    requiredColumns(statement).flatMap(({ table, column }) => {
      const isProven =
        findColumn(context.before, table, column)?.notNull === true ||
        constraintsOf(context.before, table).some((constraint) => constraint.isValidated && provesNotNull(constraint, column));
      return isEmpty(context, table) || isProven || mayBeProven(context, table) ? [] : [{ object: `${table}.${printName([column])}` }];
    }),
});

/** A constraint that an earlier set of migrations added, and this one validates, cannot be read: it may be the one that proves the column. */
function mayBeProven(context: RuleContext, table: string): boolean {
  if (isComplete(context.before)) return false;
  const known = new Set(constraintsOf(context.before, table).map(({ name }) => name));
  return earlierStatements(context).some((earlier) =>
    alterationsOf(earlier, "AT_ValidateConstraint").some(
      (alteration) => isSameName(alteration.table, table) && !known.has(alteration.command.name ?? ""),
    ),
  );
}

/** Columns that SET NOT NULL or, from version 18 on, a validated NOT NULL constraint requires. */
function requiredColumns(statement: ParsedStatement): readonly { readonly table: string; readonly column: string }[] {
  return [
    ...alterationsOf(statement, "AT_SetNotNull").map(({ table, command }) => ({ table, column: command.name ?? "" })),
    ...newConstraintsOf(statement)
      .filter(({ by, column, constraint }) => by === "add" && column === null && constraint.contype === "CONSTR_NOTNULL")
      .filter(({ constraint }) => constraint.skip_validation !== true)
      .flatMap(({ table, constraint }) => textsOf(constraint.keys).map((column) => ({ table, column }))),
  ];
}
