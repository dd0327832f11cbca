import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse.ts";
import { isKeyword } from "../tokens.ts";

export const noUpdateWithoutWhere = defineRule({
  id: "no-update-without-where",
  level: "warning",
  what: "Changes or deletes every row of a table.",
  why: "It cannot be run again without doing it again, and nothing else can write to the file until it commits.",
  instead: "Say which rows are meant, such that a second run finds none left.",
  source: "https://sqlite.org/lang_update.html",
  versions: ">=3",
  covers: ["pgls:ban_update_without_where", "pgls:ban_delete_without_where"],
  given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, slug TEXT);",
  claims: { notes: { mode: "RESERVED", rewrites: false } },
  examples: {
    bad: ["UPDATE notes SET slug = lower(title)", "DELETE FROM notes"],
    good: ["UPDATE notes SET slug = lower(title) WHERE slug IS NULL"],
  },
  check: (statement, context) => {
    const { verb, name, tokens } = treeOf(statement);
    if ((verb !== "update" && verb !== "delete") || name === null) return [];
    const isOwn = context.created.has(printName([name])) || name.startsWith("sqlite_");
    // Filling a column that the statement before has just added is meant for every row.
    const added = context.statements
      .slice(0, context.index)
      .some((earlier) => treeOf(earlier).action === "add column" && treeOf(earlier).name === name);
    return isOwn || added || tokens.some((token) => isKeyword(token, "where", "limit")) ? [] : [{ object: printName([name]) }];
  },
});
