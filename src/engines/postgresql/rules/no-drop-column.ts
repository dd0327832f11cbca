import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { alterationsOf, fieldsOf } from "../syntax.ts";

export const noDropColumn = defineRule({
  id: "no-drop-column",
  level: "warning",
  what: "Drops a column that running code may still read or write.",
  why: "The column and its values disappear for every client at once, and no way back restores the values.",
  instead: "Release code that no longer uses the column, then drop it in the contract phase.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN",
  versions: ">=14",
  covers: [
    "squawk:ban-drop-column",
    "migrationpilot:MP017",
    "pgfence:drop-column",
    "pgls:ban_drop_column",
    "diesel-guard:DropColumnCheck",
    "strong_migrations:remove_column",
    "online_migrations:remove_column",
    "atlas:DS103",
    "pg-schema-diff:DELETES_DATA",
    "django-migration-linter:DROP_COLUMN",
    "prisma:NonEmptyColumnDrop",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text, phone text);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users DROP COLUMN email", "ALTER TABLE users ADD COLUMN mail text, DROP COLUMN IF EXISTS phone"],
    good: [
      "ALTER TABLE users ADD COLUMN mail text",
      "CREATE TABLE drafts (id bigint PRIMARY KEY, body text); ALTER TABLE drafts DROP COLUMN body",
    ],
  },
  check: (statement, context) =>
    [...alterationsOf(statement, "AT_DropColumn"), ...fieldsOf(statement, "AT_DropColumn")]
      .filter(({ table }) => !isEmpty(context, table))
      .map(({ table, command }) => ({ object: `${table}.${printName([command.name ?? ""])}` })),
});
