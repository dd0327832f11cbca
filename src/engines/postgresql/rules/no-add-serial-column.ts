import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { newColumnsOf } from "../syntax.ts";
import { serialBase } from "../lint/type-text.ts";

export const noAddSerialColumn = defineRule({
  id: "no-add-serial-column",
  level: "warning",
  what: "Adds a serial or identity column to a table that was there before.",
  why: "Each row gets its own number, so the whole table is rewritten while reads and writes wait for the ACCESS EXCLUSIVE lock.",
  instead: "Add a plain bigint column, fill it in batches, then attach the identity or sequence.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  versions: ">=14",
  covers: [
    "squawk:adding-serial-primary-key-field",
    "migrationpilot:MP015",
    "pgfence:add-column-serial",
    "pgls:add_serial_column",
    "diesel-guard:AddSerialColumnCheck",
    "diesel-guard:AddIdentityColumnCheck",
    "strong_migrations:add_column_auto_incrementing",
    "eugene:E11",
  ],
  given: "CREATE TABLE users (email text); INSERT INTO users VALUES ('a'), ('b');",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: true } },
  disprovedBy: "no-rewrite",
  examples: {
    bad: ["ALTER TABLE users ADD COLUMN id bigserial", "ALTER TABLE users ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY"],
    good: [
      "ALTER TABLE users ADD COLUMN id bigint",
      "CREATE TABLE drafts (body text); ALTER TABLE drafts ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY",
    ],
  },
  check: (statement, context) =>
    newColumnsOf(statement)
      .filter(({ by, table }) => by === "add" && !isEmpty(context, table))
      .filter(
        ({ column, constraints }) =>
          serialBase(column.typeName) !== null || constraints.some(({ contype }) => contype === "CONSTR_IDENTITY"),
      )
      .map(({ table, name }) => ({ object: `${table}.${printName([name])}` })),
});
