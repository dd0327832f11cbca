import { defineRule } from "../../rule.ts";
import { pick, statementOf } from "../syntax.ts";

export const noLongLockTimeout = defineRule({
  id: "no-long-lock-timeout",
  level: "warning",
  what: "Waits for a lock longer than an application can.",
  why: "All that time everything that comes after it in the queue waits too.",
  instead: "Wait for a few seconds at most, and try again.",
  source: "https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-LOCK-TIMEOUT",
  versions: ">=14",
  covers: ["pgfence:lock-timeout-too-long", "pgfence:statement-timeout-too-long"],
  given: "",
  claims: {},
  examples: {
    bad: ["SET lock_timeout = '5min'", "SET LOCAL lock_timeout = 60000", "SET lock_timeout TO '1h'"],
    good: ["SET lock_timeout = '2s'", "SET LOCAL lock_timeout = 3000", "SET statement_timeout = '1h'"],
  },
  check: (statement) => {
    const set = statementOf(statement, "VariableSetStmt");
    if (set?.name?.toLowerCase() !== "lock_timeout" || set.kind !== "VAR_SET_VALUE") return [];
    const value = pick(set.args?.[0], "A_Const");
    const waitedMs = toMilliseconds(value?.sval?.sval ?? String(value?.ival?.ival ?? 0));
    return waitedMs > longestMs ? [{ object: null }] : [];
  },
});

/** Longer than this nobody waits for a page. */
const longestMs = 15_000;
const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** As PostgreSQL reads it: milliseconds where no unit stands. */
function toMilliseconds(text: string): number {
  const match = /^\s*([\d.]+)\s*([a-z]*)\s*$/i.exec(text);
  return Number(match?.[1] ?? 0) * (units[match?.[2] || "ms"] ?? 1);
}
