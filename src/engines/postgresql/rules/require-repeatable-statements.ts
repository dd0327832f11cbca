import { defineRule } from "../../rule.ts";
import { sameTransaction } from "../lint/context.ts";
import type { ParsedStatement } from "../../engine.ts";
import { printName } from "../../../model/name.ts";
import { alterationsOf, pick, relationName, statementOf, textsOf } from "../syntax.ts";

export const requireRepeatableStatements = defineRule({
  id: "require-repeatable-statements",
  level: "note",
  what: "Makes or drops something outside a transaction without IF [NOT] EXISTS.",
  why: "When a later statement of the file fails, this one stays done, and the file cannot be run again.",
  instead: "Write IF NOT EXISTS or IF EXISTS, or put each such statement into a file of its own.",
  source: "https://www.postgresql.org/docs/18/sql-createtable.html",
  versions: ">=14",
  covers: [
    "squawk:prefer-robust-stmts",
    "pgls:prefer_robust_stmts",
    "pgfence:prefer-robust-create-table",
    "pgfence:prefer-robust-drop-table",
    "pgfence:prefer-robust-drop-index",
    "pgfence:prefer-robust-create-index",
    "migrationpilot:MP023",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
  claims: {},
  examples: {
    bad: ["COMMIT; CREATE TABLE a (id bigint); CREATE TABLE b (id bigint)", "COMMIT; ALTER TABLE users ADD COLUMN a int; SELECT 1"],
    good: [
      "CREATE TABLE a (id bigint); CREATE TABLE b (id bigint)",
      "COMMIT; CREATE TABLE IF NOT EXISTS a (id bigint); SELECT 1",
      "COMMIT; CREATE TABLE a (id bigint)",
      "COMMIT; CREATE INDEX CONCURRENTLY i ON users (id); SELECT 1",
    ],
  },
  check: (statement, context) => {
    const isLast = context.index === context.statements.length - 1;
    const object = isLast || sameTransaction(context) !== null ? null : unguarded(statement);
    return object === null ? [] : [{ object }];
  },
});

/** What the statement makes or drops and would stumble over the second time; an index that is built concurrently is another rule's. */
function unguarded(statement: ParsedStatement): string | null {
  const table = statementOf(statement, "CreateStmt");
  if (table !== null) return table.if_not_exists === true ? null : relationName(table.relation);
  const index = statementOf(statement, "IndexStmt");
  if (index !== null) return index.if_not_exists === true || index.concurrent === true ? null : relationName(index.relation);
  const drop = statementOf(statement, "DropStmt");
  if (drop !== null) {
    const [first] = drop.objects ?? [];
    return drop.missing_ok === true ? null : (pick(first, "String")?.sval ?? printName(textsOf(pick(first, "List")?.items)));
  }
  const change = alterationsOf(statement, "AT_AddColumn", "AT_DropColumn", "AT_DropConstraint").find(
    ({ command }) => command.missing_ok !== true,
  );
  return change?.table ?? null;
}
