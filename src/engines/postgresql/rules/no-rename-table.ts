import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noRenameTable = defineRule({
  id: "no-rename-table",
  level: "warning",
  what: "Renames or moves a table that running code knows by its old name.",
  why: "Every statement that names the table fails from the commit on until the application is released too.",
  instead: "Rename it together with a view of the old name, or copy into a new table and move readers and writers over.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME",
  versions: ">=14",
  covers: [
    "squawk:renaming-table",
    "migrationpilot:MP028",
    "migrationpilot:MP098",
    "pgfence:rename-table",
    "pgls:renaming_table",
    "diesel-guard:RenameTableCheck",
    "strong_migrations:rename_table",
    "online_migrations:rename_table",
    "atlas:BC101",
    "django-migration-linter:RENAME_TABLE",
  ],
  given: "CREATE SCHEMA app; CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users RENAME TO customers", "ALTER TABLE users SET SCHEMA app"],
    good: [
      "CREATE TABLE drafts (id bigint PRIMARY KEY); ALTER TABLE drafts RENAME TO notes",
      "CREATE VIEW customers AS SELECT id FROM users",
    ],
  },
  check: (statement, context) => {
    const rename = statementOf(statement, "RenameStmt");
    const move = statementOf(statement, "AlterObjectSchemaStmt");
    const relation =
      rename?.renameType === "OBJECT_TABLE" ? rename.relation : move?.objectType === "OBJECT_TABLE" ? move.relation : undefined;
    if (relation === undefined) return [];
    const table = relationName(relation);
    return isNew(context, table) ? [] : [{ object: table }];
  },
});
