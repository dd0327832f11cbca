import { defineRule } from "../../rule.ts";
import { pickAll, relationName, statementOf } from "../syntax.ts";

export const noWideIndex = defineRule({
  id: "no-wide-index",
  level: "note",
  what: "Makes an index of many columns.",
  why: "It is large, slow to keep, and serves only queries that fix its first columns.",
  instead: "Index the columns that select, and INCLUDE those that are only read.",
  source: "https://www.postgresql.org/docs/18/indexes-multicolumn.html",
  versions: ">=14",
  covers: ["diesel-guard:WideIndexCheck", "strong_migrations:add_index_columns", "bytebase:INDEX_KEY_NUMBER_LIMIT"],
  given: "CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int, e int);",
  claims: {},
  examples: {
    bad: ["CREATE INDEX wide ON orders (a, b, c, d, e)"],
    good: ["CREATE INDEX narrow ON orders (a, b) INCLUDE (c, d, e)"],
  },
  check: (statement) => {
    const index = statementOf(statement, "IndexStmt");
    return pickAll(index?.indexParams, "IndexElem").length > mostColumns ? [{ object: relationName(index?.relation) }] : [];
  },
});

const mostColumns = 4;
