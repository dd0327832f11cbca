import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { tableOf } from "../definitions.ts";
import { treeOf } from "../parse.ts";
import { isKeyword } from "../tokens.ts";

export const preferStrictTypes = defineRule({
  id: "prefer-strict-types",
  level: "note",
  what: "Creates a table that takes any value in any column.",
  why: "Without STRICT a declared type is only a wish: text goes into an INTEGER column without an error.",
  instead: "End the statement with STRICT (SQLite 3.37 and newer).",
  source: "https://sqlite.org/stricttables.html",
  versions: ">=3",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ["CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT)"],
    good: ["CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT) STRICT"],
  },
  check: (statement, context) => {
    const { verb, name, tokens } = treeOf(statement);
    if (verb !== "create table" || name === null || isKeyword(tokens[1], "temp", "temporary")) return [];
    const isStrict = tokens.slice(-3).some((token) => isKeyword(token, "strict"));
    const isQuery = tokens.some((token, index) => isKeyword(token, "as") && isKeyword(tokens[index + 1], "select", "with", "values"));
    // In a schema that is not strict anywhere one strict table is the odd one out.
    const tables = context.before?.objects.filter((object) => object.kind === "table") ?? [];
    const isHabit = tables.length > 0 && tables.every((object) => !tableOf(object).strict);
    return isStrict || isQuery || isHabit ? [] : [{ object: printName([name]) }];
  },
});
