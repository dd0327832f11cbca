import { defineRule } from "../../rule.ts";
import { isEmpty, sameTransaction } from "../lint/context.ts";
import { insertAfter } from "../lint/edits.ts";
import { relationName, statementOf } from "../syntax.ts";

export const requireConcurrentIndex = defineRule({
  id: "require-concurrent-index",
  level: "warning",
  what: "Builds an index without CONCURRENTLY on a table that is in use.",
  why: "Every write to the table waits until the index is built.",
  instead: "Use CREATE INDEX CONCURRENTLY outside a transaction, and check afterwards that the index is valid.",
  source: "https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  versions: ">=14",
  covers: [
    "pg-schema-diff:INDEX_BUILD",
    "strong_migrations:add_reference",
    "online_migrations:add_reference",
    "squawk:require-concurrent-index-creation",
    "migrationpilot:MP001",
    "migrationpilot:MP104",
    "pgfence:create-index-not-concurrent",
    "pgls:require_concurrent_index_creation",
    "diesel-guard:AddIndexCheck",
    "strong_migrations:add_index",
    "online_migrations:add_index",
    "eugene:E6",
    "atlas:PG101",
    "pg-schema-diff:ACQUIRES_SHARE_LOCK",
    "bytebase:INDEX_CREATE_CONCURRENTLY",
    "django-migration-linter:CREATE_INDEX",
    "django-migration-linter:CREATE_INDEX_EXCLUSIVE",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); INSERT INTO users VALUES (1, 'a');",
  claims: { users: { mode: "SHARE", rewrites: false } },
  work: "build",
  examples: {
    bad: ["CREATE INDEX users_by_email ON users (email)", "CREATE UNIQUE INDEX IF NOT EXISTS users_by_email ON public.users (email)"],
    good: [
      "CREATE INDEX CONCURRENTLY users_by_email ON users (email)",
      "CREATE TABLE drafts (id bigint PRIMARY KEY, body text); CREATE INDEX drafts_by_body ON drafts (body)",
    ],
  },
  check: (statement, context) => {
    const index = statementOf(statement, "IndexStmt");
    // ON ONLY is how the index of a partitioned table begins: nothing is built yet.
    if (index === null || index.concurrent === true || index.relation?.inh !== true) return [];
    const table = relationName(index.relation);
    return isEmpty(context, table) ? [] : [{ object: table }];
  },
  // Inside a transaction CONCURRENTLY fails, so there is nothing safe to insert.
  fix: (statement, context) =>
    sameTransaction(context) === null ? insertAfter(statement, ["index"], "CONCURRENTLY", "Build the index CONCURRENTLY.") : null,
});
