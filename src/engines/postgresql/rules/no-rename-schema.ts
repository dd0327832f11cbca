import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { statementOf } from "../syntax.ts";

export const noRenameSchema = defineRule({
  id: "no-rename-schema",
  level: "warning",
  what: "Renames a schema.",
  why: "Every statement, search_path, function body and connection string that names it fails at once.",
  instead: "Make the new schema, move objects over one by one behind views, and drop the old schema in a later release.",
  source: "https://www.postgresql.org/docs/18/sql-alterschema.html",
  versions: ">=14",
  covers: ["pgfence:rename-schema", "diesel-guard:RenameSchemaCheck", "strong_migrations:rename_schema"],
  given: "CREATE SCHEMA app;",
  claims: {},
  examples: {
    bad: ["ALTER SCHEMA app RENAME TO shop"],
    good: ["CREATE SCHEMA shop", "CREATE SCHEMA drafts; ALTER SCHEMA drafts RENAME TO notes"],
  },
  check: (statement, context) => {
    const rename = statementOf(statement, "RenameStmt");
    const name = printName([rename?.subname ?? ""]);
    return rename?.renameType === "OBJECT_SCHEMA" && !context.created.has(name) ? [{ object: name }] : [];
  },
});
