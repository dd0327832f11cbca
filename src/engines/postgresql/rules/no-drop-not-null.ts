import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noDropNotNull = defineRule({
  id: "no-drop-not-null",
  level: "note",
  what: "Lets nulls into a column that had none.",
  why: "Running code that reads the column does not expect null, and the way back fails as soon as one is written.",
  instead: "Release code that bears nulls first.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL",
  versions: ">=14",
  covers: [
    "squawk:ban-drop-not-null",
    "migrationpilot:MP029",
    "pgfence:drop-not-null",
    "pgls:ban_drop_not_null",
    "diesel-guard:DropNotNullCheck",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users ALTER COLUMN email DROP NOT NULL"],
    good: ["ALTER TABLE users ALTER COLUMN email SET NOT NULL", "ALTER TABLE users ALTER COLUMN email DROP DEFAULT"],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_DropNotNull")
      .filter(({ table }) => !isNew(context, table))
      .map(({ table, command }) => ({ object: `${table}.${printName([command.name ?? ""])}` })),
});
