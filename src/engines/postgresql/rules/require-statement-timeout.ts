import { defineRule } from "../../rule.ts";
import { isEmpty, sameTransaction } from "../lint/context.ts";
import { prepend } from "../lint/edits.ts";
import { accessExclusiveObjects } from "../lint/lock-modes.ts";
import { isTimeoutSet } from "../lint/timeouts.ts";

export const requireStatementTimeout = defineRule({
  id: "require-statement-timeout",
  level: "note",
  what: "Works under an ACCESS EXCLUSIVE lock without a statement_timeout in force.",
  why: "If it takes longer than thought, nothing ends it, and everybody waits.",
  instead: "Set statement_timeout to what the application can bear before the statement.",
  source: "https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-STATEMENT-TIMEOUT",
  versions: ">=14",
  covers: [
    "squawk:require-statement-timeout",
    "migrationpilot:MP020",
    "pgfence:missing-statement-timeout",
    "pgls:require_statement_timeout",
    "pgls:require_idle_in_transaction_timeout",
    "pgfence:missing-idle-timeout",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  disprovedBy: "no-lock",
  examples: {
    bad: ["ALTER TABLE users ADD COLUMN phone text", "SET statement_timeout = 0; ALTER TABLE users ADD COLUMN phone text"],
    good: [
      "SET statement_timeout = '5s'; ALTER TABLE users ADD COLUMN phone text",
      "CREATE TABLE drafts (id bigint PRIMARY KEY); ALTER TABLE drafts ADD COLUMN body text",
    ],
  },
  check: (statement, context) =>
    isTimeoutSet(context, "statement_timeout")
      ? []
      : accessExclusiveObjects(statement)
          .filter((table) => !isEmpty(context, table))
          .map((object) => ({ object })),
  fix: (_statement, context) =>
    prepend(
      `SET ${sameTransaction(context) === null ? "" : "LOCAL "}statement_timeout = '30s';`,
      "Set statement_timeout before the statement.",
    ),
});
