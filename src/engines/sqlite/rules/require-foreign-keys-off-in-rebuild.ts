import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { tableOf } from "../definitions.ts";
import { treeOf } from "../parse.ts";

export const requireForeignKeysOffInRebuild = defineRule({
  id: "require-foreign-keys-off-in-rebuild",
  level: "error",
  what: "Drops a table for a rebuild while rows elsewhere follow it on delete.",
  why: "With foreign keys on, DROP TABLE first deletes every row: ON DELETE CASCADE and SET NULL then change the tables that refer to it.",
  instead: "Switch PRAGMA foreign_keys off before BEGIN (inside a transaction it does nothing) and on again after COMMIT.",
  source: "https://sqlite.org/foreignkeys.html#fk_schemacommands",
  versions: ">=3",
  covers: [],
  given:
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE tags (note INTEGER REFERENCES notes (id) ON DELETE CASCADE);",
  claims: {},
  examples: {
    bad: [
      "CREATE TABLE new_notes (id INTEGER PRIMARY KEY) STRICT; DROP TABLE notes; ALTER TABLE new_notes RENAME TO notes; PRAGMA foreign_key_check",
    ],
    good: [
      "PRAGMA foreign_keys = OFF; BEGIN; CREATE TABLE new_notes (id INTEGER PRIMARY KEY) STRICT; DROP TABLE notes; ALTER TABLE new_notes RENAME TO notes; PRAGMA foreign_key_check; COMMIT; PRAGMA foreign_keys = ON",
    ],
  },
  check: (statement, context) => {
    const { verb, name } = treeOf(statement);
    if (verb !== "drop table" || name === null || context.before === null) return [];
    const isSame = (other: string | undefined | null): boolean => other?.toLowerCase() === name.toLowerCase();
    const isRebuilt = context.statements
      .slice(context.index)
      .some((later) => treeOf(later).action === "rename to" && isSame(treeOf(later).tokens.at(-1)?.value));
    const keys = context.before.objects.filter((object) => object.kind === "table").flatMap((object) => tableOf(object).foreignKeys);
    const follows = keys.some((key) => isSame(key.table) && ["CASCADE", "SET NULL", "SET DEFAULT"].includes(key.onDelete));
    const isOff = context.statements
      .slice(0, context.index)
      .some((earlier) => /foreign_keys\s*(?:=|\()\s*(?:off|0|false|no)/i.test(earlier.text));
    return isRebuilt && follows && !isOff ? [{ object: printName([name]) }] : [];
  },
});
