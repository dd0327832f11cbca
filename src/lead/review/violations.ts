import type { Shadow } from "../../engines/shadow.ts";
import type { Violation } from "../../engines/row-proof.ts";
import type { Check } from "../../model/plan.ts";
import type { ReviewRequest } from "./request.ts";
import { runStages } from "./stages.ts";

/** Violations that are tried one by one; each takes a fork of the base and a whole run, which an embedded server pays for with seconds. */
const mostSingly = { embedded: 4, native: 12 } as const;

export interface ViolationOutcome {
  readonly violation: Violation;
  /** `carried`: the change went through with the row in place; `foreseen`: it stops, and a precheck sees the row first; `unforeseen`: it stops and nothing warned. */
  readonly kind: "carried" | "foreseen" | "unforeseen" | "not-insertable";
  readonly precheck?: Check;
  readonly message?: string;
}

/**
 * Puts rows that the desired schema should refuse into forks of the base, asks the prechecks, then runs the change: first all rows at once, and only
 * when that stops, one by one, as far as {@link mostSingly} allows.
 */
export async function tryViolations(
  base: Shadow,
  request: ReviewRequest,
  violations: readonly Violation[],
  prechecks: readonly Check[],
): Promise<readonly ViolationOutcome[]> {
  const [first] = violations;
  if (first === undefined) return [];
  if (violations.length > 1) {
    const together = await tryRows(base, request, violations, prechecks);
    if (together.kind === "carried") return violations.map((violation) => ({ violation, kind: "carried" }));
  }
  const outcomes: ViolationOutcome[] = [];
  for (const violation of violations.slice(0, mostSingly[base.server.kind])) {
    outcomes.push({ violation, ...(await tryRows(base, request, [violation], prechecks)) });
  }
  return outcomes;
}

async function tryRows(
  base: Shadow,
  request: ReviewRequest,
  violations: readonly Violation[],
  prechecks: readonly Check[],
): Promise<Omit<ViolationOutcome, "violation">> {
  await using fork = await base.fork();
  for (const violation of violations) {
    const script = { file: `violation of ${violation.constraint}`, line: 1, text: violation.insert, transaction: "shared" } as const;
    const inserted = await fork.connection.execute(script);
    if (inserted.error !== null) return { kind: "not-insertable", message: inserted.error.message };
  }
  const warned: Check[] = [];
  for (const check of prechecks) {
    // A check that reads what only a later stage makes cannot answer on the base; it guards that stage, not this row.
    if ((await fork.connection.check(check)).kind === "failed") warned.push(check);
  }
  const run = await runStages(fork.connection, request, [], "once");
  if (run.failure === null) return { kind: "carried" };
  const precheck = warned[0];
  return precheck === undefined
    ? { kind: "unforeseen", message: run.failure.message }
    : { kind: "foreseen", precheck, message: run.failure.message };
}
