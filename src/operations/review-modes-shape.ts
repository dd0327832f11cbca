import type { z } from "zod";
import { nextActionShape } from "./next-action.ts";
import type { Zod } from "./operation.ts";
import type { FixReview } from "./review-fix.ts";
import type { HistoryReview } from "./review-history.ts";
import type { PrecheckReview } from "./review-prechecks.ts";
import { executedShape, subjectShape } from "./review-result.ts";
import { evidenceShape, findingShape } from "./shapes/evidence-shape.ts";

type Member<Result> = z.ZodType<Result> & z.core.$ZodTypeDiscriminable;

export function historyShape(zod: Zod): Member<HistoryReview> {
  return zod.strictObject({
    kind: zod.literal("history"),
    subject: subjectShape(zod),
    outcome: zod.enum(["accept", "return"]),
    migrations: zod.array(
      zod.strictObject({
        id: zod.string(),
        file: zod.string(),
        durationMs: zod.number(),
        down: zod.enum(["exact", "column-order", "different", "fails", "missing", "not-tried"]),
      }),
    ),
    findings: zod.array(findingShape(zod)),
    evidence: evidenceShape(zod),
    nextAction: nextActionShape(zod),
  });
}

export function fixShape(zod: Zod): Member<FixReview> {
  const text = zod.string().nullable();
  return zod.strictObject({
    kind: zod.literal("fix"),
    subject: subjectShape(zod),
    how: zod
      .enum(["edits", "plan", "none"])
      .describe("The rules' own edits; the online plan in place of the files; nothing better was found."),
    done: zod.array(zod.string()),
    because: text.describe("Why the plan was not taken; null: it was, or the edits were enough."),
    files: zod.array(zod.strictObject({ path: zod.string(), before: text, after: text })),
    difference: zod.string().describe("Unified diff of all files."),
    before: executedShape(zod),
    after: executedShape(zod),
    written: zod.boolean(),
    nextAction: nextActionShape(zod),
  });
}

export function prechecksShape(zod: Zod): Member<PrecheckReview> {
  const text = zod.string();
  return zod.strictObject({
    kind: zod.literal("prechecks"),
    subject: subjectShape(zod),
    askedTarget: text.nullable(),
    checks: zod.array(
      zod.strictObject({
        id: text,
        target: text.exactOptional(),
        summary: text,
        query: text.describe("Read-only."),
        expects: zod.enum(["no-rows", "true"]),
        step: text.exactOptional(),
        inverseOf: zod.array(text).exactOptional(),
        outcome: zod.enum(["not-asked", "passed", "failed", "error"]),
        count: zod.number().nullable(),
        error: text.nullable(),
      }),
    ),
    nextAction: nextActionShape(zod),
  });
}
