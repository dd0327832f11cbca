import { defineRule } from "../../rule.ts";
import { droppedNames } from "../lint/drops.ts";
import { tableOfIndex } from "../lint/known-objects.ts";
import { isEmpty, isNew, sameTransaction } from "../lint/context.ts";
import { insertAfter } from "../lint/edits.ts";
import { statementOf } from "../syntax.ts";

export const requireConcurrentIndexDrop = defineRule({
  id: "require-concurrent-index-drop",
  level: "warning",
  what: "Drops an index without CONCURRENTLY.",
  why: "Reads and writes of its table wait for the ACCESS EXCLUSIVE lock, and queue behind the longest query in flight.",
  instead: "Use DROP INDEX CONCURRENTLY outside a transaction, one index a statement.",
  source: "https://www.postgresql.org/docs/18/sql-dropindex.html",
  versions: ">=14",
  covers: [
    "squawk:require-concurrent-index-deletion",
    "migrationpilot:MP009",
    "pgfence:drop-index-not-concurrent",
    "pgls:require_concurrent_index_deletion",
    "diesel-guard:DropIndexCheck",
    "strong_migrations:remove_index",
    "online_migrations:remove_index",
    "atlas:PG102",
    "pg-schema-diff:INDEX_DROPPED",
    "django-migration-linter:DROP_INDEX",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_by_email ON users (email);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false }, users_by_email: { mode: "ACCESS EXCLUSIVE" } },
  examples: {
    bad: ["DROP INDEX users_by_email", "DROP INDEX IF EXISTS users_by_email"],
    good: ["DROP INDEX CONCURRENTLY users_by_email"],
  },
  check: (statement, context) => {
    if (statementOf(statement, "DropStmt")?.concurrent === true) return [];
    return droppedNames(statement, "OBJECT_INDEX").flatMap((index) => {
      const table = tableOfIndex(context.before, index);
      const isFree = isNew(context, index) || (table !== null && isEmpty(context, table));
      return isFree ? [] : [{ object: table ?? index }];
    });
  },
  fix: (statement, context) =>
    sameTransaction(context) === null &&
    droppedNames(statement, "OBJECT_INDEX").length === 1 &&
    statementOf(statement, "DropStmt")?.behavior !== "DROP_CASCADE"
      ? insertAfter(statement, ["drop", "index"], "CONCURRENTLY", "Drop the index CONCURRENTLY.")
      : null,
});
