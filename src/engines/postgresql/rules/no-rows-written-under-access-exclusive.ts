import type { ParsedStatement } from "../../engine.ts";
import { defineRule } from "../../rule.ts";
import { isEmpty, sameTransaction } from "../lint/context.ts";
import { accessExclusiveObjects } from "../lint/lock-modes.ts";
import { pick, relationName, statementOf } from "../syntax.ts";

export const noRowsWrittenUnderAccessExclusive = defineRule({
  id: "no-rows-written-under-access-exclusive",
  level: "warning",
  what: "Writes rows in a transaction that already holds an ACCESS EXCLUSIVE lock.",
  why: "The lock of the earlier statement is kept until the commit, so reads and writes of its table wait as long as the rows take.",
  instead: "Commit the change of the table first, and write the rows in a migration or job of their own.",
  source: "https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES",
  versions: ">=14",
  covers: [
    "migrationpilot:MP008",
    "migrationpilot:SQ001",
    "migrationpilot:SQ002",
    "pgfence:statement-after-access-exclusive",
    "pgfence:wide-lock-window",
    "pgls:avoid_wide_lock_window",
    "pgls:running_statement_while_holding_access_exclusive",
    "eugene:E4",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1); CREATE TABLE notes (id bigint PRIMARY KEY);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: [
      "ALTER TABLE users ADD COLUMN tier text; UPDATE users SET tier = 'bronze' WHERE id < 1000",
      "ALTER TABLE users ADD COLUMN tier text; INSERT INTO notes SELECT id FROM users",
    ],
    good: [
      "ALTER TABLE users ADD COLUMN tier text; COMMIT; UPDATE users SET tier = 'bronze' WHERE id < 1000",
      "ALTER TABLE users ADD COLUMN tier text; INSERT INTO notes VALUES (2)",
    ],
  },
  check: (statement, context) => {
    const written = writtenInBulk(statement);
    if (written === null) return [];
    const earlier = sameTransaction(context) ?? [];
    const from = earlier.findIndex((statement) => accessExclusiveObjects(statement).some((table) => !isEmpty(context, table)));
    const locking = earlier[from];
    const first = locking === undefined ? undefined : accessExclusiveObjects(locking).find((table) => !isEmpty(context, table));
    // Said once: what is written after it only adds to it.
    const isSaid = earlier.slice(from + 1).some((other) => writtenInBulk(other) !== null);
    return first === undefined || isSaid
      ? []
      : [{ object: first, what: `Writes rows of ${written} while ${first} is held under ACCESS EXCLUSIVE.` }];
  },
});

/** The table that an UPDATE, DELETE, MERGE or INSERT … SELECT writes; null for others, and for INSERT … VALUES. */
function writtenInBulk(statement: ParsedStatement): string | null {
  const insert = statementOf(statement, "InsertStmt");
  if (insert !== null) return pick(insert.selectStmt, "SelectStmt")?.valuesLists === undefined ? relationName(insert.relation) : null;
  const writing = statementOf(statement, "UpdateStmt") ?? statementOf(statement, "DeleteStmt") ?? statementOf(statement, "MergeStmt");
  return writing === null ? null : relationName(writing.relation);
}
