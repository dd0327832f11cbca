import { defineRule } from "../../rule.ts";
import { indexesOf } from "../lint/known-objects.ts";
import { isNew } from "../lint/context.ts";
import { insertAfter } from "../lint/edits.ts";
import { relationName, statementOf } from "../syntax.ts";

export const requireConcurrentRefresh = defineRule({
  id: "require-concurrent-refresh",
  level: "warning",
  what: "Refreshes a materialized view without CONCURRENTLY.",
  why: "Every read of the view waits until its query has run and the result is written.",
  instead: "Give the view a unique index and use REFRESH MATERIALIZED VIEW CONCURRENTLY.",
  source: "https://www.postgresql.org/docs/18/sql-refreshmaterializedview.html",
  versions: ">=14",
  covers: [
    "migrationpilot:MP033",
    "pgfence:refresh-matview-blocking",
    "pgls:require_concurrent_refresh_matview",
    "diesel-guard:RefreshMatViewCheck",
  ],
  given: [
    "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1);",
    "CREATE MATERIALIZED VIEW user_count AS SELECT 1 AS id, count(*) AS users FROM users; CREATE UNIQUE INDEX user_count_once ON user_count (id);",
  ].join("\n"),
  claims: { user_count: { mode: "ACCESS EXCLUSIVE", rewrites: true }, users: { mode: "ACCESS SHARE", rewrites: false } },
  examples: {
    bad: ["REFRESH MATERIALIZED VIEW user_count"],
    good: ["REFRESH MATERIALIZED VIEW CONCURRENTLY user_count"],
  },
  check: (statement, context) => {
    const refresh = statementOf(statement, "RefreshMatViewStmt");
    if (refresh === null || refresh.concurrent === true) return [];
    const view = relationName(refresh.relation);
    return isNew(context, view) ? [] : [{ object: view }];
  },
  // Without a unique index over all rows the server refuses CONCURRENTLY.
  fix: (statement, context) => {
    const refresh = statementOf(statement, "RefreshMatViewStmt");
    const indexes = indexesOf(context.before, relationName(refresh?.relation));
    const isReady = refresh?.skipData !== true && indexes.some(({ isUnique, text }) => isUnique && !/\bWHERE\b/i.test(text));
    return isReady ? insertAfter(statement, ["materialized", "view"], "CONCURRENTLY", "Refresh the view CONCURRENTLY.") : null;
  },
});
