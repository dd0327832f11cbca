import { defineRule } from "../../rule.ts";
import { droppedNames } from "../lint/drops.ts";
import { isEmpty } from "../lint/context.ts";

export const noDropTable = defineRule({
  id: "no-drop-table",
  level: "warning",
  what: "Drops a table with all its rows.",
  why: "Every client that still uses the table fails at once, and only a backup brings the rows back.",
  instead: "Release code that no longer uses the table, keep a backup of its rows, then drop it in the contract phase.",
  source: "https://www.postgresql.org/docs/18/sql-droptable.html",
  versions: ">=14",
  covers: [
    "django-migration-linter:DROP_TABLE",
    "squawk:ban-drop-table",
    "migrationpilot:MP026",
    "pgfence:drop-table",
    "pgls:ban_drop_table",
    "diesel-guard:DropTableCheck",
    "atlas:DS102",
    "pg-schema-diff:DELETES_DATA",
    "prisma:NonEmptyTableDrop",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: { users: { mode: "ACCESS EXCLUSIVE" } },
  examples: {
    bad: [
      "DROP TABLE users",
      "DROP TABLE IF EXISTS users CASCADE",
      "CREATE TABLE copies (id bigint PRIMARY KEY); INSERT INTO copies SELECT id FROM users; DROP TABLE copies, users",
    ],
    good: ["CREATE TABLE drafts (id bigint PRIMARY KEY); DROP TABLE drafts"],
  },
  check: (statement, context) =>
    droppedNames(statement, "OBJECT_TABLE")
      .filter((table) => !isEmpty(context, table))
      .map((object) => ({ object })),
});
