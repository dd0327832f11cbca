import { defineRule } from "../../rule.ts";
import { statementOf } from "../syntax.ts";

export const noTransactionControl = defineRule({
  id: "no-transaction-control",
  level: "warning",
  what: "Begins or ends a transaction inside the one that the migration runner has opened.",
  why: "COMMIT and ROLLBACK end the runner's transaction, so that a later failure leaves the migration half applied.",
  instead: "Leave the transaction to the runner, or mark the migration as one without a transaction.",
  source: "https://www.postgresql.org/docs/18/sql-begin.html",
  versions: ">=14",
  covers: [
    "squawk:transaction-nesting",
    "squawk:ban-uncommitted-transaction",
    "migrationpilot:MP053",
    "pgfence:unclosed-transaction",
    "pgls:transaction_nesting",
    "atlas:nestedtx",
    "bytebase:STATEMENT_DISALLOW_COMMIT",
  ],
  given: "",
  claims: {},
  examples: {
    bad: ["BEGIN; SELECT 1; COMMIT", "SELECT 1; ROLLBACK"],
    good: ["SAVEPOINT before_it; SELECT 1; RELEASE SAVEPOINT before_it"],
  },
  check: (statement, context) => {
    const kind = statementOf(statement, "TransactionStmt")?.kind ?? "";
    const isControl = /^TRANS_STMT_(?:BEGIN|START|COMMIT|ROLLBACK)$/.test(kind);
    return isControl && context.transaction !== "none" ? [{ object: null }] : [];
  },
});
