import { defineRule } from "../../rule.ts";
import { newConstraintsOf } from "../syntax.ts";

export const noCascadingDelete = defineRule({
  id: "no-cascading-delete",
  level: "note",
  what: "Lets a delete take rows of another table along.",
  why: "One statement deletes more than it names, row by row, under locks that grow with what hangs below.",
  instead: "Delete the rows that hang below on purpose, in batches, and keep the reference restrictive.",
  source: "https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  versions: ">=14",
  covers: ["bytebase:STATEMENT_DISALLOW_ON_DEL_CASCADE", "migrationpilot:MP086", "schemalint:reference-actions"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id) ON DELETE CASCADE)"],
    good: ["CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id) ON DELETE RESTRICT)"],
  },
  check: (statement) =>
    newConstraintsOf(statement)
      .filter(({ constraint }) => constraint.contype === "CONSTR_FOREIGN" && constraint.fk_del_action === "c")
      .map(({ table }) => ({ object: table })),
});
