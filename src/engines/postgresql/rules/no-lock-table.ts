import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { pickAll, relationName, statementOf } from "../syntax.ts";

/** The modes that let both reads and writes pass are below this one. */
const shareUpdateExclusive = 4;

export const noLockTable = defineRule({
  id: "no-lock-table",
  level: "warning",
  what: "Locks a table by hand for the rest of the transaction.",
  why: "Everything after it runs while writes, or reads too, wait for the commit.",
  instead: "Let each statement take the lock it needs, and keep the transaction short.",
  source: "https://www.postgresql.org/docs/18/sql-lock.html",
  versions: ">=14",
  covers: ["migrationpilot:MP065"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["LOCK TABLE users", "LOCK users IN ACCESS EXCLUSIVE MODE"],
    good: ["LOCK TABLE users IN ACCESS SHARE MODE", "LOCK TABLE users IN SHARE UPDATE EXCLUSIVE MODE"],
  },
  check: (statement, context) => {
    const lock = statementOf(statement, "LockStmt");
    if (lock === null || (lock.mode ?? 0) <= shareUpdateExclusive) return [];
    return pickAll(lock.relations, "RangeVar")
      .map(relationName)
      .filter((table) => !isNew(context, table))
      .map((object) => ({ object }));
  },
});
