import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse.ts";
import { isKeyword } from "../tokens.ts";

export const noNotNullWithoutDefault = defineRule({
  id: "no-not-null-without-default",
  level: "error",
  what: "Adds a required column without a default.",
  why: "SQLite refuses it: rows that are there would hold nothing in a column that must hold something.",
  instead: "Add the column without NOT NULL, fill it, and make it required by a rebuild; or give it a constant default.",
  source: "https://sqlite.org/lang_altertable.html#altertabaddcol",
  versions: ">=3",
  covers: ["squawk:adding-required-field", "atlas:MF103"],
  given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO notes VALUES (1, 'a');",
  claims: {},
  examples: {
    bad: ["ALTER TABLE notes ADD COLUMN tier TEXT NOT NULL"],
    good: ["ALTER TABLE notes ADD COLUMN tier TEXT NOT NULL DEFAULT 'bronze'", "ALTER TABLE notes ADD COLUMN tier TEXT"],
  },
  check: (statement) => {
    const { action, name, tokens } = treeOf(statement);
    if (action !== "add column" || name === null) return [];
    const at = tokens.findIndex(
      (token, index) => isKeyword(token, "not") && isKeyword(tokens[index + 1], "null") && !isKeyword(tokens[index - 1], "is"),
    );
    const fallback = tokens.findIndex((token) => isKeyword(token, "default"));
    const isEmpty = fallback < 0 || isKeyword(tokens[fallback + 1], "null");
    const isGenerated = tokens.some((token) => isKeyword(token, "generated"));
    return at >= 0 && isEmpty && !isGenerated
      ? [{ object: printName([name]), start: tokens[at]?.start ?? 0, end: tokens[at + 1]?.end ?? 0 }]
      : [];
  },
});
