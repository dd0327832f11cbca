import type { CheckOutcome } from "../engines/connection.ts";
import type { Check } from "../model/plan.ts";
import { findTarget } from "../project/configuration.ts";
import type { NextAction } from "./next-action.ts";
import type { OperationContext } from "./operation.ts";
import { executeReview, type PreparedReview } from "./review-migration.ts";
import type { ReviewSubject } from "./review-result.ts";
import { addressOf } from "./source.ts";

/** A read-only question, and what the target answered. */
export interface AnsweredCheck extends Check {
  readonly outcome: "not-asked" | "passed" | "failed" | "error";
  /** How many rows stand against it; null: not known. */
  readonly count: number | null;
  readonly error: string | null;
}
/** What only the target can tell. */
export interface PrecheckReview {
  readonly kind: "prechecks";
  readonly subject: ReviewSubject;
  /** The target that was asked; null: nobody was. */
  readonly askedTarget: string | null;
  readonly checks: readonly AnsweredCheck[];
  readonly nextAction: NextAction;
}

/**
 * The read-only questions whose answers the shadow's rows cannot give: those of the plan from the base to what the
 * files make of it. With a target they are asked there in a read-only session. Throws `configuration-missing`, `target-unreachable`.
 */
export async function askPrechecks(
  prepared: PreparedReview,
  context: OperationContext,
  target: string | undefined,
): Promise<PrecheckReview> {
  const review = await executeReview(prepared, context);
  const checks = review.prechecks;
  const answered = target === undefined ? checks.map(unasked) : await askTarget(checks, prepared, context, target);
  const failed = answered.filter(({ outcome }) => outcome === "failed" || outcome === "error");
  return {
    kind: "prechecks",
    subject: review.subject,
    askedTarget: target ?? null,
    checks: answered,
    nextAction:
      failed.length > 0
        ? { kind: "fix-findings", command: "", reason: failed[0]?.summary ?? "" }
        : target === undefined && answered.length > 0
          ? { kind: "fix-findings", command: "dblead review --prechecks --target <name>", reason: "Nobody was asked yet." }
          : { kind: "done", command: "", reason: "Nothing that the target holds stands against it." },
  };
}

function unasked(check: Check): AnsweredCheck {
  return { ...check, outcome: "not-asked", count: null, error: null };
}

async function askTarget(
  checks: readonly Check[],
  { engine, place }: PreparedReview,
  context: OperationContext,
  name: string,
): Promise<readonly AnsweredCheck[]> {
  const { url } = findTarget(await context.configuration(), name);
  if (url === undefined)
    return checks.map((check) => ({ ...unasked(check), outcome: "error", error: `${name} has no url in dblead.toml.` }));
  await using connection = await engine.connect({ url: addressOf(url, context, place.root), target: name, access: "read-only" });
  const answered: AnsweredCheck[] = [];
  for (const check of checks) answered.push({ ...check, ...describeOutcome(await connection.check(check)) });
  return answered;
}

function describeOutcome(outcome: CheckOutcome): Pick<AnsweredCheck, "outcome" | "count" | "error"> {
  switch (outcome.kind) {
    case "passed":
      return { outcome: "passed", count: 0, error: null };
    case "failed":
      return { outcome: "failed", count: outcome.count, error: null };
    case "error":
      return { outcome: "error", count: null, error: outcome.error.message };
  }
}
