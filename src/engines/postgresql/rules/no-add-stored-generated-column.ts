import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { newColumnsOf } from "../syntax.ts";

export const noAddStoredGeneratedColumn = defineRule({
  id: "no-add-stored-generated-column",
  level: "warning",
  what: "Adds a stored generated column to a table that was there before.",
  why: "The value of each row is computed and the whole table rewritten while reads and writes wait for the ACCESS EXCLUSIVE lock.",
  instead: "Add a plain column kept by a trigger and filled in batches, or a VIRTUAL one from version 18 on.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  versions: ">=14",
  covers: [
    "migrationpilot:MP062",
    "pgfence:add-column-stored-generated",
    "diesel-guard:GeneratedColumnCheck",
    "strong_migrations:add_column_generated_stored",
    "online_migrations:add_column_generated_stored",
    "squawk:adding-field-with-default",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); INSERT INTO users VALUES (1, 'A');",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: true } },
  disprovedBy: "no-rewrite",
  examples: {
    bad: ["ALTER TABLE users ADD COLUMN email_lower text GENERATED ALWAYS AS (lower(email)) STORED"],
    good: [
      "ALTER TABLE users ADD COLUMN email_lower text",
      "ALTER TABLE users ADD COLUMN email_lower text GENERATED ALWAYS AS (lower(email)) VIRTUAL",
    ],
  },
  check: (statement, context) =>
    newColumnsOf(statement)
      .filter(({ by, table }) => by === "add" && !isEmpty(context, table))
      .filter(({ constraints }) =>
        constraints.some(({ contype, generated_kind }) => contype === "CONSTR_GENERATED" && generated_kind === "s"),
      )
      .map(({ table, name }) => ({ object: `${table}.${printName([name])}` })),
});
