import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { statementOf, textsOf } from "../syntax.ts";

export const noRenameEnumValue = defineRule({
  id: "no-rename-enum-value",
  level: "warning",
  what: "Renames a value of an enum that running code knows by its old name.",
  why: "Code that writes or compares with the old name fails from the commit on.",
  instead: "Add the new value, release code that knows both, then update the rows in batches.",
  source: "https://www.postgresql.org/docs/18/sql-altertype.html",
  versions: ">=14",
  covers: ["migrationpilot:MP060", "strong_migrations:rename_enum_value"],
  given: "CREATE TYPE tier AS ENUM ('bronze', 'silver');",
  claims: {},
  examples: {
    bad: ["ALTER TYPE tier RENAME VALUE 'silver' TO 'gold'"],
    good: ["ALTER TYPE tier ADD VALUE 'gold'", "CREATE TYPE mood AS ENUM ('calm'); ALTER TYPE mood RENAME VALUE 'calm' TO 'quiet'"],
  },
  check: (statement, context) => {
    const alter = statementOf(statement, "AlterEnumStmt");
    if (alter?.oldVal === undefined) return [];
    const type = printName(textsOf(alter.typeName));
    return isNew(context, type) ? [] : [{ object: type }];
  },
});
