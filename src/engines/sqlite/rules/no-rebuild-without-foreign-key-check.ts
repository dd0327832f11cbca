import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { tableOf } from "../definitions.ts";
import { treeOf } from "../parse.ts";

export const noRebuildWithoutForeignKeyCheck = defineRule({
  id: "no-rebuild-without-foreign-key-check",
  level: "error",
  what: "Rebuilds a table without checking references before the commit.",
  why: "Foreign keys are off while the old table is dropped, so rows that refer to nothing are let in unseen.",
  instead: "Run PRAGMA foreign_key_check on the table and on those that refer to it before COMMIT, and stop if it reports anything.",
  source: "https://sqlite.org/lang_altertable.html#otheralter",
  versions: ">=3",
  covers: [],
  given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE tags (note INTEGER REFERENCES notes (id));",
  claims: {},
  examples: {
    bad: [
      "CREATE TABLE new_notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT; INSERT INTO new_notes SELECT id, title FROM notes; DROP TABLE notes; ALTER TABLE new_notes RENAME TO notes",
    ],
    good: [
      "CREATE TABLE new_notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT; INSERT INTO new_notes SELECT id, title FROM notes; DROP TABLE notes; ALTER TABLE new_notes RENAME TO notes; PRAGMA foreign_key_check",
    ],
  },
  check: (statement, context) => {
    const { action, tokens } = treeOf(statement);
    const target = tokens.at(-1)?.value;
    if (action !== "rename to" || target === undefined) return [];
    const isSame = (name: string | null): boolean => name?.toLowerCase() === target.toLowerCase();
    const wasDropped = context.statements
      .slice(0, context.index)
      .some((earlier) => treeOf(earlier).verb === "drop table" && isSame(treeOf(earlier).name));
    const isChecked = context.statements.slice(context.index).some((later) => /foreign_key_check/i.test(later.text));
    const tables = context.before?.objects.filter((object) => object.kind === "table").map(tableOf) ?? [];
    const isLinked =
      context.before === null || tables.some((table) => table.foreignKeys.some((key) => isSame(table.name) || isSame(key.table)));
    return wasDropped && !isChecked && isLinked ? [{ object: printName([target]) }] : [];
  },
});
