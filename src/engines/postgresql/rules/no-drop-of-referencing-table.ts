import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { droppedNames } from "../lint/drops.ts";
import { constraintsOf } from "../lint/known-objects.ts";

export const noDropOfReferencingTable = defineRule({
  id: "no-drop-of-referencing-table",
  level: "warning",
  what: "Drops a table that refers to another one, which it locks too.",
  why: "ACCESS EXCLUSIVE is taken on each table referred to: reads and writes of it wait for whatever the drop waits for.",
  instead: "Drop the foreign keys first, one by one with a lock_timeout, then the table.",
  source: "https://www.postgresql.org/docs/18/sql-droptable.html",
  versions: ">=14",
  covers: ["online_migrations:drop_table_multiple_foreign_keys"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id)); CREATE TABLE notes (id bigint PRIMARY KEY);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["DROP TABLE orders"],
    good: ["DROP TABLE notes", "CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id)); DROP TABLE carts"],
  },
  check: (statement, context) =>
    droppedNames(statement, "OBJECT_TABLE")
      .filter((table) => !isNew(context, table) && constraintsOf(context.before, table).some(({ type }) => type === "foreign"))
      .map((object) => ({ object })),
});
