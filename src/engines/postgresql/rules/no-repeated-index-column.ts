import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { pickAll, relationName, statementOf, textsOf } from "../syntax.ts";

export const noRepeatedIndexColumn = defineRule({
  id: "no-repeated-index-column",
  level: "warning",
  what: "Names a column twice in one index.",
  why: "The second place selects nothing more, and makes the index larger and slower to keep.",
  instead: "Name each column once.",
  source: "https://www.postgresql.org/docs/18/indexes-multicolumn.html",
  versions: ">=14",
  covers: ["bytebase:INDEX_NO_DUPLICATE_COLUMN"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
  claims: {},
  examples: {
    bad: ["CREATE INDEX twice ON users (email, id, email)"],
    good: [
      "CREATE INDEX once ON users (email, id)",
      "CREATE INDEX forms ON users (email, lower(email))",
      "CREATE INDEX kinds ON users (email, email text_pattern_ops)",
    ],
  },
  check: (statement) => {
    const index = statementOf(statement, "IndexStmt");
    const columns = pickAll(index?.indexParams, "IndexElem").flatMap(({ name, opclass }) =>
      name === undefined ? [] : [printName([name, ...textsOf(opclass)])],
    );
    return new Set(columns).size < columns.length ? [{ object: relationName(index?.relation) }] : [];
  },
});
