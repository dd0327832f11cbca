import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse.ts";

export const noRenameInUse = defineRule({
  id: "no-rename-in-use",
  level: "warning",
  what: "Renames a table or column that running code may still use.",
  why: "Every statement with the old name fails from that moment; views and triggers follow, programs do not.",
  instead:
    "Add the new column beside the old one, keep both in step by triggers until the new release is out, then drop the old one; for a table, leave a view under the old name.",
  source: "https://sqlite.org/lang_altertable.html#altertabrename",
  versions: ">=3",
  covers: ["squawk:renaming-column", "squawk:renaming-table", "atlas:BC101", "atlas:BC102"],
  given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT);",
  claims: { notes: { mode: "RESERVED", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE notes RENAME COLUMN title TO headline", "ALTER TABLE notes RENAME TO articles"],
    good: [
      "ALTER TABLE notes ADD COLUMN headline TEXT",
      "ALTER TABLE notes RENAME TO articles; CREATE VIEW notes AS SELECT * FROM articles",
    ],
  },
  check: (statement, context) => {
    const { action, name } = treeOf(statement);
    if ((action !== "rename to" && action !== "rename column") || name === null || context.created.has(printName([name]))) return [];
    const hasView = context.statements
      .slice(context.index)
      .some((later) => treeOf(later).verb === "create view" && treeOf(later).name?.toLowerCase() === name.toLowerCase());
    return action === "rename to" && hasView ? [] : [{ object: printName([name]) }];
  },
});
