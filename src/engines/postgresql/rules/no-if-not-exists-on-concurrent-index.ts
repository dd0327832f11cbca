import { defineRule } from "../../rule.ts";
import { earlierStatements } from "../lint/context.ts";
import { droppedNames } from "../lint/drops.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noIfNotExistsOnConcurrentIndex = defineRule({
  id: "no-if-not-exists-on-concurrent-index",
  level: "warning",
  what: "Takes any index of that name for the one that is wanted.",
  why: "A build that failed leaves an invalid index under the name: the next try finds it, does nothing, and reports success.",
  instead: "DROP INDEX CONCURRENTLY IF EXISTS first, then create it without IF NOT EXISTS.",
  source: "https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  versions: ">=14",
  covers: ["migrationpilot:MP070"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: ["CREATE INDEX CONCURRENTLY IF NOT EXISTS by_email ON users (email)"],
    good: [
      "DROP INDEX CONCURRENTLY IF EXISTS by_email; CREATE INDEX CONCURRENTLY by_email ON users (email)",
      "DROP INDEX CONCURRENTLY IF EXISTS by_email; CREATE INDEX CONCURRENTLY IF NOT EXISTS by_email ON users (email)",
      "CREATE INDEX IF NOT EXISTS by_email ON users (email)",
    ],
  },
  check: (statement, context) => {
    const index = statementOf(statement, "IndexStmt");
    if (index?.concurrent !== true || index.if_not_exists !== true) return [];
    const isCleared = earlierStatements(context).some((earlier) =>
      droppedNames(earlier, "OBJECT_INDEX").some((name) => name.split(".").at(-1) === index.idxname),
    );
    return isCleared ? [] : [{ object: relationName(index.relation) }];
  },
});
