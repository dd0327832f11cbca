import type { ParsedStatement } from "../../engine.ts";
import { defineRule } from "../../rule.ts";
import { sameTransaction } from "../lint/context.ts";
import { alterationsOf, pick, pickAll, statementOf } from "../syntax.ts";

export const noConcurrentlyInTransaction = defineRule({
  id: "no-concurrently-in-transaction",
  level: "error",
  what: "Runs a statement inside a transaction that PostgreSQL allows outside one only.",
  why: "The server refuses it with error 25001 and the whole script is rolled back.",
  instead: "Put the statement into a migration of its own that runs without a transaction.",
  source: "https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  versions: ">=14",
  covers: [
    "squawk:ban-concurrent-index-creation-in-transaction",
    "migrationpilot:MP025",
    "pgfence:concurrent-in-transaction",
    "pgls:ban_concurrent_index_creation_in_transaction",
    "atlas:PG103",
    "bytebase:STATEMENT_NON_TRANSACTIONAL",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_by_id ON users (id);",
  claims: {},
  examples: {
    bad: [
      "CREATE INDEX CONCURRENTLY users_by_email ON users (email)",
      "DROP INDEX CONCURRENTLY users_by_id",
      "REINDEX TABLE CONCURRENTLY users",
      "VACUUM users",
    ],
    good: [
      "CREATE INDEX users_by_email ON users (email)",
      "ANALYZE users",
      "COMMIT; CREATE INDEX CONCURRENTLY users_by_email ON users (email)",
    ],
  },
  check: (statement, context) => {
    const name = outsideOnly(statement);
    return name === null || sameTransaction(context) === null
      ? []
      : [{ object: null, what: `Runs ${name} inside a transaction, where PostgreSQL refuses it.` }];
  },
});

function outsideOnly(statement: ParsedStatement): string | null {
  if (statementOf(statement, "IndexStmt")?.concurrent === true) return "CREATE INDEX CONCURRENTLY";
  if (statementOf(statement, "DropStmt")?.concurrent === true) return "DROP INDEX CONCURRENTLY";
  if (alterationsOf(statement, "AT_DetachPartition").some(({ command }) => pick(command.def, "PartitionCmd")?.concurrent === true))
    return "DETACH PARTITION CONCURRENTLY";
  const reindex = statementOf(statement, "ReindexStmt");
  if (pickAll(reindex?.params, "DefElem").some(({ defname }) => defname === "concurrently")) return "REINDEX CONCURRENTLY";
  if (statementOf(statement, "VacuumStmt")?.is_vacuumcmd === true) return "VACUUM";
  if (statementOf(statement, "CreatedbStmt") !== null) return "CREATE DATABASE";
  if (statementOf(statement, "DropdbStmt") !== null) return "DROP DATABASE";
  return statementOf(statement, "AlterSystemStmt") === null ? null : "ALTER SYSTEM";
}
