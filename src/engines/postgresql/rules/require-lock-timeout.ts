import { defineRule, type RuleContext } from "../../rule.ts";
import { isEmpty, isSameName, sameTransaction } from "../lint/context.ts";
import { prepend } from "../lint/edits.ts";
import { accessExclusiveObjects } from "../lint/lock-modes.ts";
import { isTimeoutSet } from "../lint/timeouts.ts";

export const requireLockTimeout = defineRule({
  id: "require-lock-timeout",
  level: "warning",
  what: "Asks for an ACCESS EXCLUSIVE lock without a lock_timeout in force.",
  why: "While it waits behind one long query, every later query on the table queues behind it.",
  instead: "Set lock_timeout to a few seconds before the statement, and try again when it fails.",
  source: "https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-LOCK-TIMEOUT",
  versions: ">=14",
  covers: [
    "squawk:require-lock-timeout",
    "squawk:require-timeout-settings",
    "migrationpilot:MP004",
    "pgfence:missing-lock-timeout",
    "pgfence:lock-timeout-zero",
    "pgfence:lock-timeout-after-dangerous-statement",
    "pgls:lock_timeout_warning",
    "eugene:E9",
    "pg-schema-diff:ACQUIRES_ACCESS_EXCLUSIVE_LOCK",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  disprovedBy: "no-lock",
  examples: {
    bad: [
      "ALTER TABLE users ADD COLUMN phone text",
      "SET lock_timeout = '2s'; RESET lock_timeout; ALTER TABLE users ADD COLUMN phone text",
      "SET LOCAL lock_timeout = 0; ALTER TABLE users ADD COLUMN phone text",
      "ALTER TABLE users ADD COLUMN phone text; SET lock_timeout = '2s'",
    ],
    good: [
      "SET lock_timeout = '2s'; ALTER TABLE users ADD COLUMN phone text",
      "SET LOCAL lock_timeout = '2s'; ALTER TABLE users ADD COLUMN phone text",
      "SELECT set_config('lock_timeout', '2s', true); ALTER TABLE users ADD COLUMN phone text",
      "SET LOCAL lock_timeout = '2s'; ALTER TABLE users ADD COLUMN phone text; RESET lock_timeout; ALTER TABLE users ADD COLUMN fax text",
      "CREATE TABLE drafts (id bigint PRIMARY KEY); ALTER TABLE drafts ADD COLUMN body text",
    ],
  },
  check: (statement, context) =>
    isTimeoutSet(context, "lock_timeout")
      ? []
      : accessExclusiveObjects(statement)
          .filter((table) => !isEmpty(context, table) && !isHeld(context, table))
          .map((object) => ({ object })),
  fix: (_statement, context) =>
    prepend(`SET ${sameTransaction(context) === null ? "" : "LOCAL "}lock_timeout = '2s';`, "Set lock_timeout before the statement."),
});

/** What the transaction holds already it does not wait for. */
function isHeld(context: RuleContext, table: string): boolean {
  return sameTransaction(context)?.some((earlier) => accessExclusiveObjects(earlier).some((held) => isSameName(held, table))) === true;
}
