import { defineRule } from "../../rule.ts";
import { isAlwaysTrue } from "../lint/condition.ts";
import { isEmpty } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noUpdateWithoutWhere = defineRule({
  id: "no-update-without-where",
  level: "warning",
  what: "Updates every row of a table in one statement.",
  why: "All rows stay locked against other writers until the commit, and each leaves a dead version behind.",
  instead: "Update in batches by key ranges, each committed on its own, with a condition that skips rows already done.",
  source: "https://www.postgresql.org/docs/18/sql-update.html",
  versions: ">=14",
  covers: [
    "migrationpilot:MP011",
    "migrationpilot:MP067",
    "migrationpilot:MP080",
    "pgfence:update-in-migration",
    "pgls:ban_update_without_where",
    "diesel-guard:MutationWithoutWhereCheck",
    "bytebase:STATEMENT_WHERE_REQUIRE_UPDATE_DELETE",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, tier text); INSERT INTO users VALUES (1, NULL);",
  claims: { users: { mode: "ROW EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["UPDATE users SET tier = 'bronze'", "UPDATE users SET tier = 'bronze' WHERE true"],
    good: [
      "UPDATE users SET tier = 'bronze' WHERE id BETWEEN 1 AND 1000 AND tier IS NULL",
      "CREATE TABLE drafts (id bigint PRIMARY KEY); UPDATE drafts SET id = id + 1",
    ],
  },
  check: (statement, context) => {
    const update = statementOf(statement, "UpdateStmt");
    if (update === null || (update.whereClause !== undefined && !isAlwaysTrue(update.whereClause))) return [];
    const table = relationName(update.relation);
    return isEmpty(context, table) ? [] : [{ object: table }];
  },
});
