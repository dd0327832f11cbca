import { defineRule, type RuleContext } from "../../rule.ts";
import { statementOf } from "../syntax.ts";

const control = /^TRANS_STMT_(?:BEGIN|START|COMMIT|ROLLBACK)$/;
const opens = /^TRANS_STMT_(?:BEGIN|START)$/;

/** What is wrong with the pairing of BEGIN and COMMIT where the script has its transactions to itself; null where nothing is. */
function unbalanced(kind: string, context: RuleContext): string | null {
  const kinds = context.statements
    .map((statement) => statementOf(statement, "TransactionStmt")?.kind ?? "")
    .map((one) => (control.test(one) ? one : ""));
  const before = kinds.slice(0, context.index).findLast((one) => one !== "") ?? "";
  const after = kinds.slice(context.index + 1).find((one) => one !== "") ?? "";
  if (opens.test(kind) && opens.test(before)) return "Begins a transaction inside one that is open.";
  if (opens.test(kind) && after === "") return "Begins a transaction that nothing ends.";
  if (!opens.test(kind) && !opens.test(before) && !isChained(context)) return "Ends a transaction that nobody began.";
  return null;
}

function isChained(context: RuleContext): boolean {
  return context.statements.slice(0, context.index).some((statement) => statementOf(statement, "TransactionStmt")?.chain === true);
}

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
    if (!control.test(kind)) return [];
    if (context.transaction !== "none") return [{ object: null }];
    const what = unbalanced(kind, context);
    return what === null ? [] : [{ object: null, what }];
  },
});
