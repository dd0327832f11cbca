import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noRenameColumn = defineRule({
  id: "no-rename-column",
  level: "warning",
  what: "Renames a column that running code knows by its old name.",
  why: "No release of the application and the migration happen at the same moment, so one of the two names always fails.",
  instead: "Add a companion column kept equal by triggers, move readers and writers over, then drop the old one.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME",
  versions: ">=14",
  covers: [
    "squawk:renaming-column",
    "migrationpilot:MP010",
    "migrationpilot:MP071",
    "pgfence:rename-column",
    "pgls:renaming_column",
    "diesel-guard:RenameColumnCheck",
    "strong_migrations:rename_column",
    "online_migrations:rename_column",
    "atlas:BC102",
    "django-migration-linter:RENAME_COLUMN",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, mail text);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users RENAME COLUMN mail TO email", "ALTER TABLE users RENAME mail TO email"],
    good: [
      "ALTER TABLE users ADD COLUMN email text",
      "CREATE TABLE drafts (id bigint PRIMARY KEY, body text); ALTER TABLE drafts RENAME body TO text",
    ],
  },
  check: (statement, context) => {
    const rename = statementOf(statement, "RenameStmt");
    if (rename?.renameType !== "OBJECT_COLUMN") return [];
    const table = relationName(rename.relation);
    return isNew(context, table) ? [] : [{ object: `${table}.${printName([rename.subname ?? ""])}` }];
  },
});
