import type { z } from "zod";
import {
  aspects,
  type AspectVerdict,
  type DownVerdict,
  type Review,
  type RowsVerdict,
  type StatementTrace,
  type Verdict,
} from "../../model/review.ts";
import type { Zod } from "../operation.ts";
import { blockShape, checkShape, evidenceShape, findingShape } from "./evidence-shape.ts";

export function verdictShape(zod: Zod): z.ZodType<Verdict> {
  const outcome = zod.enum(["accept", "return"]);
  const aspect: z.ZodType<AspectVerdict> = zod.strictObject({ outcome, reasons: zod.array(zod.string()) });
  const [correctness, performance, security, maintainability, standards] = aspects;
  return zod.strictObject({
    outcome,
    [correctness]: aspect,
    [performance]: aspect,
    [security]: aspect,
    [maintainability]: aspect,
    [standards]: aspect,
  });
}

function traceShape(zod: Zod): z.ZodType<StatementTrace> {
  const text = zod.string();
  const names = zod.array(text);
  return zod.strictObject({
    file: text,
    line: zod.number().int(),
    text,
    blocks: zod.array(blockShape(zod)),
    rewrites: names,
    scans: names,
    created: names,
    altered: names,
    dropped: names,
    rowsWritten: zod.number(),
    durationMs: zod.number(),
    error: zod.strictObject({ message: text, code: text, hint: text.exactOptional() }).exactOptional(),
    evidence: evidenceShape(zod),
  });
}

function downShape(zod: Zod): z.ZodType<DownVerdict> {
  return zod.strictObject({
    kind: zod.enum(["exact", "column-order", "different", "fails", "missing"]),
    difference: zod.array(zod.string()).exactOptional(),
    error: zod.string().exactOptional(),
    losesAfterWrites: zod.array(zod.string()).exactOptional(),
    evidence: evidenceShape(zod),
  });
}

function rowsShape(zod: Zod): z.ZodType<RowsVerdict> {
  const text = zod.string();
  return zod.strictObject({
    kind: zod.enum(["kept", "changed", "lost", "unproven"]),
    objects: zod.array(
      zod.strictObject({
        object: text,
        rowsBefore: zod.number(),
        rowsAfter: zod.number(),
        equal: zod.array(text),
        byRule: zod.array(zod.strictObject({ field: text, rule: text })),
        different: zod.array(text),
      }),
    ),
    unproven: zod.array(zod.strictObject({ object: text, reason: text })),
    evidence: evidenceShape(zod),
  });
}

/** Members of a review, so that a result can add its own. */
export function reviewMembers(zod: Zod): { readonly [Key in keyof Review]: z.ZodType<Review[Key]> } {
  const text = zod.string();
  return {
    verdict: verdictShape(zod),
    findings: zod.array(findingShape(zod)),
    statements: zod.array(traceShape(zod)),
    down: downShape(zod),
    rows: rowsShape(zod),
    prechecks: zod.array(checkShape(zod)),
    brokenQueries: zod.array(zod.strictObject({ file: text, line: zod.number().int(), query: text, after: text, error: text })),
    evidence: evidenceShape(zod),
  };
}
