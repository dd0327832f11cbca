import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse.ts";

export const noDropColumn = defineRule({
  id: "no-drop-column",
  level: "warning",
  what: "Drops a column that running code may still read.",
  why: "The column and its values disappear for every program at once, and SQLite rewrites every row to purge them.",
  instead: "Stop using it, release, then drop it in the contract phase.",
  source: "https://sqlite.org/lang_altertable.html#altertabdropcol",
  versions: ">=3",
  covers: ["squawk:ban-drop-column", "atlas:DS103"],
  given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, fax TEXT);",
  claims: { notes: { mode: "RESERVED", rewrites: true } },
  examples: { bad: ["ALTER TABLE notes DROP COLUMN fax"], good: ["ALTER TABLE notes ADD COLUMN phone TEXT"] },
  check: (statement, context) => {
    const { action, name } = treeOf(statement);
    if (action !== "drop column" || name === null || context.created.has(printName([name]))) return [];
    return [{ object: printName([name]) }];
  },
});
