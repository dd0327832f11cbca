import { defineRule } from "../../rule.ts";
import { isEmpty, sameTransaction } from "../lint/context.ts";
import { insertAfter } from "../lint/edits.ts";
import { isOn, relationName, statementOf } from "../syntax.ts";

export const requireConcurrentReindex = defineRule({
  id: "require-concurrent-reindex",
  level: "warning",
  what: "Rebuilds indexes without CONCURRENTLY.",
  why: "Every write to the table waits until they are built, and so do reads that would use them.",
  instead: "Use REINDEX … CONCURRENTLY outside a transaction.",
  source: "https://www.postgresql.org/docs/18/sql-reindex.html",
  versions: ">=14",
  covers: [
    "squawk:require-concurrent-reindex",
    "migrationpilot:MP021",
    "pgfence:reindex-non-concurrent",
    "pgls:require_concurrent_reindex",
    "diesel-guard:ReindexCheck",
    "django-migration-linter:REINDEX",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1);",
  claims: { users: { mode: "SHARE", rewrites: false }, users_pkey: { mode: "ACCESS EXCLUSIVE", rewrites: true } },
  work: "build",
  examples: { bad: ["REINDEX TABLE users", "REINDEX INDEX users_pkey"], good: ["REINDEX TABLE CONCURRENTLY users"] },
  check: (statement, context) => {
    const reindex = statementOf(statement, "ReindexStmt");
    // REINDEX SYSTEM knows no other way.
    if (reindex === null || reindex.kind === "REINDEX_OBJECT_SYSTEM" || isOn(reindex.params, "concurrently")) return [];
    const name = reindex.relation === undefined ? (reindex.name ?? null) : relationName(reindex.relation);
    return name !== null && isEmpty(context, name) ? [] : [{ object: name }];
  },
  fix: (statement, context) => {
    const kind = statementOf(statement, "ReindexStmt")?.kind?.replace("REINDEX_OBJECT_", "").toLowerCase();
    const isPlain = kind === "table" || kind === "index" || kind === "schema";
    return isPlain && sameTransaction(context) === null
      ? insertAfter(statement, ["reindex", kind], "CONCURRENTLY", "Rebuild the indexes CONCURRENTLY.")
      : null;
  },
});
