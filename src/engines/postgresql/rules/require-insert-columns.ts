import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const requireInsertColumns = defineRule({
  id: "require-insert-columns",
  level: "note",
  what: "Inserts rows into a table without naming its columns.",
  why: "Values go by place: once another migration adds or moves a column, the statement fails or fills the wrong one.",
  instead: "Name the columns: INSERT INTO orders (id, total) VALUES ….",
  source: "https://www.postgresql.org/docs/18/sql-insert.html",
  versions: ">=14",
  covers: ["bytebase:STATEMENT_INSERT_MUST_SPECIFY_COLUMN"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
  claims: {},
  examples: {
    bad: ["INSERT INTO users VALUES (1, 'a@example.org')", "INSERT INTO users SELECT 2, 'b'"],
    good: [
      "INSERT INTO users (id, email) VALUES (1, 'a')",
      "CREATE TABLE drafts (a int); INSERT INTO drafts VALUES (1)",
      "INSERT INTO users (id) VALUES (7)",
    ],
  },
  check: (statement, context) => {
    const insert = statementOf(statement, "InsertStmt");
    const table = relationName(insert?.relation);
    return insert === null || insert.selectStmt === undefined || (insert.cols ?? []).length > 0 || isNew(context, table)
      ? []
      : [{ object: table }];
  },
});
