import type { Shadow } from "../../engines/shadow.ts";
import type { Violation } from "../../engines/row-proof.ts";
import type { Check } from "../../model/plan.ts";
import type { ReviewRequest } from "./request.ts";
import { runStages } from "./stages.ts";

/** Each violation takes a fork of the base and a whole run; more than this are counted, not run. */
const mostViolations = 12;

export interface ViolationOutcome {
  readonly violation: Violation;
  /** `carried`: the change went through with the row in place; `foreseen`: it stops, and a precheck sees the row first; `unforeseen`: it stops and nothing warned. */
  readonly kind: "carried" | "foreseen" | "unforeseen" | "not-insertable";
  readonly precheck?: Check;
  readonly message?: string;
}

/** Puts each row that the desired schema should refuse into a fork of the base, asks the prechecks, then runs the change. */
export async function tryViolations(
  base: Shadow,
  request: ReviewRequest,
  violations: readonly Violation[],
  prechecks: readonly Check[],
): Promise<readonly ViolationOutcome[]> {
  const outcomes: ViolationOutcome[] = [];
  for (const violation of violations.slice(0, mostViolations)) outcomes.push(await tryViolation(base, request, violation, prechecks));
  return outcomes;
}

async function tryViolation(
  base: Shadow,
  request: ReviewRequest,
  violation: Violation,
  prechecks: readonly Check[],
): Promise<ViolationOutcome> {
  await using fork = await base.fork();
  const script = { file: `violation of ${violation.constraint}`, line: 1, text: violation.insert, transaction: "shared" } as const;
  const inserted = await fork.connection.execute(script);
  if (inserted.error !== null) return { violation, kind: "not-insertable", message: inserted.error.message };
  const warned: Check[] = [];
  for (const check of prechecks) {
    // A check that reads what only a later stage makes cannot answer on the base; it guards that stage, not this row.
    if ((await fork.connection.check(check)).kind === "failed") warned.push(check);
  }
  const run = await runStages(fork.connection, request, [], "once");
  if (run.failure === null) return { violation, kind: "carried" };
  const precheck = warned[0];
  return precheck === undefined
    ? { violation, kind: "unforeseen", message: run.failure.message }
    : { violation, kind: "foreseen", precheck, message: run.failure.message };
}
