import { defineRule } from "../../rule.ts";
import { isPartitioned } from "../lint/known-objects.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noConcurrentIndexOnPartitionedTable = defineRule({
  id: "no-concurrent-index-on-partitioned-table",
  level: "error",
  what: "Builds an index concurrently on a partitioned table.",
  why: "The server refuses it: only an index of one partition can be built that way.",
  instead: "Make the index ON ONLY the parent, build one concurrently on each partition, and attach them.",
  source: "https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  versions: ">=14",
  covers: ["migrationpilot:MP092", "migrationpilot:MP110"],
  given: "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at); CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: ["CREATE INDEX CONCURRENTLY by_at ON events (at)"],
    good: ["CREATE INDEX by_at ON ONLY events (at)", "CREATE INDEX CONCURRENTLY by_email ON users (email)"],
  },
  check: (statement, context) => {
    const index = statementOf(statement, "IndexStmt");
    const table = relationName(index?.relation);
    return index?.concurrent === true && isPartitioned(context.before, table) ? [{ object: table }] : [];
  },
});
