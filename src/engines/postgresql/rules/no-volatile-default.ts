import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { newColumnsOf } from "../syntax.ts";
import { findVolatileCall } from "../lint/volatile-functions.ts";

export const noVolatileDefault = defineRule({
  id: "no-volatile-default",
  level: "warning",
  what: "Adds a column whose default is computed anew for each row.",
  why: "The whole table and its indexes are rewritten while reads and writes wait for the ACCESS EXCLUSIVE lock.",
  instead: "Add the column without a default, set the default in a second statement, and fill old rows in batches.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  versions: ">=14",
  covers: [
    "online_migrations:add_timestamps_with_default",
    "pgfence:add-column-default-pre-pg11",
    "migrationpilot:MP048",
    "squawk:adding-field-with-default",
    "migrationpilot:MP003",
    "pgfence:add-column-non-constant-default",
    "pgls:adding_field_with_default",
    "diesel-guard:AddColumnCheck",
    "strong_migrations:add_column_default_callable",
    "online_migrations:add_column_with_default",
    "atlas:PG302",
    "bytebase:COLUMN_DEFAULT_DISALLOW_VOLATILE",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1), (2);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: true } },
  disprovedBy: "no-rewrite",
  examples: {
    bad: [
      "ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid()",
      "ALTER TABLE users ADD COLUMN seen_at timestamptz NOT NULL DEFAULT clock_timestamp()",
    ],
    good: [
      "ALTER TABLE users ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now()",
      "ALTER TABLE users ADD COLUMN tier text NOT NULL DEFAULT lower('BRONZE')",
      "ALTER TABLE users ADD COLUMN token uuid; ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid()",
    ],
  },
  check: (statement, context) =>
    newColumnsOf(statement)
      .filter(({ by, table }) => by === "add" && !isEmpty(context, table))
      .flatMap(({ table, name, constraints }) => {
        const given = constraints.find(({ contype }) => contype === "CONSTR_DEFAULT")?.raw_expr;
        const call = findVolatileCall(given, context);
        return call === null
          ? []
          : [{ object: `${table}.${printName([name])}`, what: `Adds a column whose default ${call}() is computed anew for each row.` }];
      }),
});
