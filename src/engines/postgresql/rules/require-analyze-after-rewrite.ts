import type { ParsedStatement } from "../../engine.ts";
import { defineRule } from "../../rule.ts";
import { isSameName, hasNoRows } from "../lint/context.ts";
import { alterationsOf, pick, pickAll, relationName, statementOf } from "../syntax.ts";

export const requireAnalyzeAfterRewrite = defineRule({
  id: "require-analyze-after-rewrite",
  level: "note",
  what: "Changes most rows of a table and leaves its statistics as they were.",
  why: "Until autovacuum comes by, the planner guesses from rows that are gone, and queries turn slow.",
  instead: "Run ANALYZE on the table at the end.",
  source: "https://www.postgresql.org/docs/18/sql-analyze.html",
  versions: ">=14",
  covers: ["migrationpilot:MP088"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text, age integer); CREATE TABLE old (id bigint);",
  claims: {},
  examples: {
    bad: [
      "UPDATE users SET email = lower(email)",
      "INSERT INTO users (id) SELECT id FROM old",
      "ALTER TABLE users ALTER COLUMN age TYPE bigint",
    ],
    good: [
      "UPDATE users SET email = lower(email); ANALYZE users",
      "UPDATE users SET email = lower(email) WHERE id = 1",
      "INSERT INTO users (id) VALUES (1)",
    ],
  },
  check: (statement, context) => {
    const table = changedInBulk(statement, (name) => hasNoRows(context, name));
    if (table === null) return [];
    const isAnalyzed = context.statements.slice(context.index).some((later) => {
      const order = statementOf(later, "VacuumStmt");
      const named = pickAll(order?.rels, "VacuumRelation").map(({ relation }) => relationName(relation));
      return order !== null && (named.length === 0 || named.some((name) => isSameName(name, table)));
    });
    return isAnalyzed ? [] : [{ object: table }];
  },
});

function changedInBulk(statement: ParsedStatement, hasNoRowsTable: (name: string) => boolean): string | null {
  const insert = statementOf(statement, "InsertStmt");
  if (insert !== null) return pick(insert.selectStmt, "SelectStmt")?.fromClause === undefined ? null : relationName(insert.relation);
  const update = statementOf(statement, "UpdateStmt");
  if (update !== null) return update.whereClause === undefined ? relationName(update.relation) : null;
  const [change] = alterationsOf(statement, "AT_AlterColumnType");
  return change === undefined || hasNoRowsTable(change.table) ? null : change.table;
}
