import { defineRule } from "../../rule.ts";
import { goneForGood } from "../lint/drops.ts";

export const noDropIndex = defineRule({
  id: "no-drop-index",
  level: "note",
  what: "Drops an index that queries may be using.",
  why: "A query that relied on it scans the whole table from the commit on; what a unique one kept out comes in.",
  instead: "See in pg_stat_user_indexes that nobody uses it, on the replicas too, and keep its definition at hand.",
  source: "https://www.postgresql.org/docs/18/sql-dropindex.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-index", "online_migrations:replace_index"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
  claims: {},
  examples: {
    bad: ["DROP INDEX users_email", "DROP INDEX IF EXISTS users_email"],
    good: ["CREATE INDEX again ON users (email); DROP INDEX again"],
  },
  check: (statement, context) => goneForGood(statement, context, "OBJECT_INDEX").map((object) => ({ object })),
});
