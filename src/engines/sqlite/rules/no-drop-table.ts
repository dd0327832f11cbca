import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse.ts";

export const noDropTable = defineRule({
  id: "no-drop-table",
  level: "warning",
  what: "Drops a table with its rows.",
  why: "The rows are gone for good; with foreign keys on, rows that refer to them are deleted, changed or refuse the drop.",
  instead: "Keep a backup, release code that no longer uses it, and drop it in the contract phase.",
  source: "https://sqlite.org/lang_droptable.html",
  versions: ">=3",
  covers: ["squawk:ban-drop-table", "atlas:DS102"],
  given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE old_notes (id INTEGER PRIMARY KEY);",
  claims: { old_notes: { mode: "RESERVED" } },
  examples: { bad: ["DROP TABLE old_notes"], good: ["CREATE TABLE drafts (id INTEGER PRIMARY KEY) STRICT; DROP TABLE drafts"] },
  check: (statement, context) => {
    const { verb, name } = treeOf(statement);
    if (verb !== "drop table" || name === null || context.created.has(printName([name]))) return [];
    // Dropped for a rebuild: its rows live on in the table that takes its name.
    const isRebuilt = context.statements.slice(context.index + 1).some((later) => {
      const tree = treeOf(later);
      return tree.action === "rename to" && tree.tokens.at(-1)?.value.toLowerCase() === name.toLowerCase();
    });
    return isRebuilt ? [] : [{ object: printName([name]) }];
  },
});
