import { defineRule } from "../../rule.ts";
import { isAlwaysTrue } from "../lint/condition.ts";
import { isEmpty } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noDeleteWithoutWhere = defineRule({
  id: "no-delete-without-where",
  level: "warning",
  what: "Deletes every row of a table.",
  why: "Only a backup brings the rows back, and all of them stay locked until the commit.",
  instead: "Delete the rows that are meant, by a condition, in batches.",
  source: "https://www.postgresql.org/docs/18/sql-delete.html",
  versions: ">=14",
  covers: [
    "pgfence:delete-without-where",
    "pgls:ban_delete_without_where",
    "diesel-guard:MutationWithoutWhereCheck",
    "bytebase:STATEMENT_WHERE_REQUIRE_UPDATE_DELETE",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, tier text); INSERT INTO users VALUES (1, NULL);",
  claims: { users: { mode: "ROW EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["DELETE FROM users", "DELETE FROM ONLY users WHERE true"],
    good: ["DELETE FROM users WHERE tier IS NULL", "CREATE TABLE drafts (id bigint PRIMARY KEY); DELETE FROM drafts"],
  },
  check: (statement, context) => {
    const deletion = statementOf(statement, "DeleteStmt");
    if (deletion === null || (deletion.whereClause !== undefined && !isAlwaysTrue(deletion.whereClause))) return [];
    const table = relationName(deletion.relation);
    return isEmpty(context, table) ? [] : [{ object: table }];
  },
});
