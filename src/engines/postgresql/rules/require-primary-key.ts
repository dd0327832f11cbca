import { defineRule } from "../../rule.ts";
import { constraintsOf } from "../lint/known-objects.ts";
import { newConstraintsOf, pickAll, relationName, statementOf } from "../syntax.ts";

/** Judged by the schema that the whole set ends in. */
export const requirePrimaryKey = defineRule({
  id: "require-primary-key",
  level: "warning",
  what: "Makes a table without a primary key.",
  why: "Rows cannot be told apart: logical replication refuses updates, batches have no order to follow, and nothing can refer to a row.",
  instead: "Declare a primary key.",
  source: "https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS",
  versions: ">=14",
  covers: ["migrationpilot:MP045", "schemalint:require-primary-key", "splinter:0004_no_primary_key", "bytebase:TABLE_REQUIRE_PK"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["CREATE TABLE events (id bigint, body text)", "CREATE TABLE tags (name text UNIQUE)"],
    good: [
      "CREATE TABLE events (id bigint PRIMARY KEY)",
      "CREATE TABLE events (a bigint, b bigint, PRIMARY KEY (a, b))",
      "CREATE TABLE events (id bigint NOT NULL); ALTER TABLE events ADD PRIMARY KEY (id)",
      "CREATE TEMP TABLE scratch (n integer)",
      "CREATE TABLE copies (LIKE users INCLUDING ALL)",
    ],
  },
  check: (statement, context) => {
    const create = statementOf(statement, "CreateStmt");
    // Partitions and children take their key from the parent, LIKE from its model.
    if (create === null || create.relation?.relpersistence === "t" || create.inhRelations !== undefined || create.ofTypename !== undefined)
      return [];
    if (pickAll(create.tableElts, "TableLikeClause").length > 0) return [];
    const table = relationName(create.relation);
    const hasKey =
      newConstraintsOf(statement).some(({ constraint }) => constraint.contype === "CONSTR_PRIMARY") ||
      constraintsOf(context.before, table).some(({ type }) => type === "primary");
    return hasKey ? [] : [{ object: table }];
  },
});
