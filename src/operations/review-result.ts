import type { z } from "zod";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Outcome, Review } from "../model/review.ts";
import { type NextAction, nextActionShape } from "./next-action.ts";
import type { Zod } from "./operation.ts";
import type { RollingReplay, RollingVerdict } from "./review-rolling.ts";
import { evidenceShape, findingShape } from "./shapes/evidence-shape.ts";
import { reviewMembers } from "./shapes/review-shape.ts";

/** What was reviewed, so that a verdict can be read on its own. */
export interface ReviewSubject {
  readonly engine: string;
  readonly version: string;
  /** Title of the format in which the files were read; null: plain texts. */
  readonly format: string | null;
  readonly files: readonly string[];
  /** How many scripts made the base. */
  readonly baseScripts: number;
  /** The branch or commit since which the files are new; null: they were named. */
  readonly since: string | null;
}
export interface ExecutedReview extends Review {
  readonly kind: "executed";
  readonly subject: ReviewSubject;
  /** Whether it was executed before with the very same content, and only looked up now. */
  readonly remembered: boolean;
  /** Absent: the project does not say how its tests are run. */
  readonly rolling?: RollingVerdict;
  readonly nextAction: NextAction;
}
/** The rules alone, read from the text; nothing was executed. */
export interface StaticReview {
  readonly kind: "static";
  readonly subject: ReviewSubject;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
  readonly nextAction: NextAction;
}
/** There was nothing to review. */
export interface NoReview {
  readonly kind: "nothing";
  readonly reason: string;
  readonly nextAction: NextAction;
}

export function subjectShape(zod: Zod): z.ZodType<ReviewSubject> {
  return zod.strictObject({
    engine: zod.string(),
    version: zod.string(),
    format: zod.string().nullable(),
    files: zod.array(zod.string()),
    baseScripts: zod.number().int(),
    since: zod.string().nullable().describe("The branch or commit since which the files are new; null: they were named."),
  });
}

export function executedShape(zod: Zod): z.ZodType<ExecutedReview> & z.core.$ZodTypeDiscriminable {
  return zod.strictObject({
    kind: zod.literal("executed"),
    subject: subjectShape(zod),
    remembered: zod.boolean().describe("Executed before with the very same content, and only looked up now."),
    rolling: rollingShape(zod).exactOptional(),
    ...reviewMembers(zod),
    nextAction: nextActionShape(zod),
  });
}

function rollingShape(zod: Zod): z.ZodType<RollingVerdict> {
  const run = zod.strictObject({
    release: zod.enum(["running", "new"]),
    schema: zod.enum(["before", "after"]),
    outcome: zod.enum(["passed", "failed", "timed-out", "stopped"]),
    durationMs: zod.number(),
  });
  return zod.strictObject({
    kind: zod.enum(["compatible", "breaks", "not-proven"]),
    reason: zod.string(),
    runs: zod.array(run),
    replay: replayShape(zod).exactOptional(),
    notes: zod.array(zod.string()).describe("What was not counted or not replayed, and what would break sessions that prepare."),
    tail: zod.string().describe("The last lines of the run that decided."),
    evidence: evidenceShape(zod),
  });
}

function replayShape(zod: Zod): z.ZodType<RollingReplay> {
  const step = zod.strictObject({ number: zod.number().int(), phase: zod.string(), file: zod.string(), line: zod.number().int() });
  const failure = zod.strictObject({
    kind: zod.enum(["error", "field-gone"]),
    release: zod.enum(["running", "new"]),
    test: zod.string().nullable(),
    query: zod.string().describe("Without its values."),
    file: zod.string().nullable(),
    line: zod.number().int().nullable(),
    step,
    session: zod.enum(["fresh", "prepared"]),
    error: zod.strictObject({ message: zod.string(), code: zod.string(), hint: zod.string().exactOptional() }),
  });
  return zod.strictObject({
    tests: zod.number().int(),
    statements: zod.number().int(),
    steps: zod.number().int(),
    leftOut: zod.number().int().describe("Statements that could not be run again on the base already."),
    failures: zod.array(failure),
  });
}

export function staticShape(zod: Zod): z.ZodType<StaticReview> & z.core.$ZodTypeDiscriminable {
  return zod.strictObject({
    kind: zod.literal("static"),
    subject: subjectShape(zod),
    outcome: zod.enum(["accept", "return"]),
    findings: zod.array(findingShape(zod)),
    evidence: evidenceShape(zod),
    nextAction: nextActionShape(zod),
  });
}

export function nothingShape(zod: Zod): z.ZodType<NoReview> & z.core.$ZodTypeDiscriminable {
  return zod.strictObject({ kind: zod.literal("nothing"), reason: zod.string(), nextAction: nextActionShape(zod) });
}

/** What follows from an outcome. */
export function nextActionOf(outcome: Outcome, findings: readonly Finding[]): NextAction {
  if (outcome === "accept") return { kind: "done", command: "", reason: "Nothing stands against these migrations." };
  const first = findings.find((finding) => finding.level === "error");
  const hasSafeForm = findings.some(
    ({ fix, rule }) => fix !== undefined || /^(?:no|require)-|^down-|^query-breaks$|^blocks-while-working$/.test(rule),
  );
  return {
    kind: "fix-findings",
    command: hasSafeForm ? "dblead review --fix" : `dblead explain ${first?.rule ?? "migration-fails"}`,
    reason: first?.what ?? "The review returned the migrations.",
  };
}
