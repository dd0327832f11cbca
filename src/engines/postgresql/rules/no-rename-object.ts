import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { objectName, statementOf } from "../syntax.ts";

/** What code names; indexes, constraints, triggers and policies have names that nobody calls. Tables, columns, schemas and values have rules of their own. */
const called: ReadonlySet<string> = new Set([
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_SEQUENCE",
  "OBJECT_FUNCTION",
  "OBJECT_PROCEDURE",
  "OBJECT_ROUTINE",
  "OBJECT_AGGREGATE",
  "OBJECT_TYPE",
  "OBJECT_DOMAIN",
  "OBJECT_FOREIGN_TABLE",
  "OBJECT_ATTRIBUTE",
]);

export const noRenameObject = defineRule({
  id: "no-rename-object",
  level: "warning",
  what: "Renames or moves something that running code knows by its old name.",
  why: "Every statement that names it fails from the commit on until the application is released too.",
  instead: "Make it under the new name beside the old one, move the callers over, then drop the old one.",
  source: "https://www.postgresql.org/docs/18/sql-alterview.html",
  versions: ">=14",
  covers: ["squawk:renaming-object", "squawk:ban-set-schema"],
  given:
    "CREATE SCHEMA app; CREATE TABLE users (id bigint PRIMARY KEY); CREATE VIEW ids AS SELECT id FROM users; CREATE TYPE mood AS ENUM ('ok'); CREATE INDEX by_id ON users (id);",
  claims: {},
  examples: {
    bad: ["ALTER VIEW ids RENAME TO numbers", "ALTER TYPE mood RENAME TO feeling", "ALTER VIEW ids SET SCHEMA app"],
    good: ["ALTER INDEX by_id RENAME TO users_by_id", "CREATE VIEW drafts AS SELECT id FROM users; ALTER VIEW drafts RENAME TO notes"],
  },
  check: (statement, context) => {
    const rename = statementOf(statement, "RenameStmt");
    const move = statementOf(statement, "AlterObjectSchemaStmt");
    if (!called.has(rename?.renameType ?? move?.objectType ?? "")) return [];
    const touched = statement.touches.find(({ how, name }) => name !== "" && name !== '""' && (how === "alter" || how === "drop"))?.name;
    const altered = touched ?? objectName(rename?.object ?? move?.object);
    return altered !== null && isNew(context, altered) ? [] : [{ object: altered }];
  },
});
