import type { z } from "zod";
import {
  aspects,
  type AspectVerdict,
  type BlockingVerdict,
  type DownVerdict,
  type HeldLock,
  type ObjectAccess,
  type Review,
  type RowsVerdict,
  type StatementTrace,
  type Verdict,
} from "../../model/review.ts";
import type { Zod } from "../operation.ts";
import { blockShape, checkShape, evidenceShape, findingShape } from "./evidence-shape.ts";
import { named } from "./named.ts";

export function verdictShape(zod: Zod): z.ZodType<Verdict> {
  return named(zod, "Verdict", () => {
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
  });
}

function traceShape(zod: Zod): z.ZodType<StatementTrace> {
  return named(zod, "StatementTrace", () => {
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
      locks: zod.array(zod.strictObject({ object: text, kind: lockKinds(zod), vendorMode: text, heldMs: zod.number() })).exactOptional(),
      access: zod.array(accessShape(zod)).exactOptional(),
      unobserved: names.exactOptional(),
      error: zod.strictObject({ message: text, code: text, hint: text.exactOptional() }).exactOptional(),
      evidence: evidenceShape(zod),
    });
  });
}

function lockKinds(zod: Zod): z.ZodType<HeldLock["kind"]> {
  return zod.enum(["table", "index", "view", "sequence"]);
}

function accessShape(zod: Zod): z.ZodType<ObjectAccess> {
  const count = zod.number();
  return zod.strictObject({
    object: zod.string(),
    kind: zod.enum(["table", "index"]),
    scans: count,
    rowsRead: count,
    inserted: count,
    updated: count,
    deleted: count,
  });
}

function blockingShape(zod: Zod): z.ZodType<BlockingVerdict> {
  return named(zod, "BlockingVerdict", () => {
    const text = zod.string();
    const operation = zod.enum(["read", "write"]);
    return zod.strictObject({
      kind: zod.enum(["observed", "not-observed"]),
      reason: text.exactOptional(),
      oldTransactionMs: zod.number().exactOptional(),
      workload: zod.array(
        zod.strictObject({
          object: text,
          operation,
          text,
          source: zod.enum(["code", "workload", "synthesised"]),
          runs: zod.number(),
          slowestMs: zod.number(),
        }),
      ),
      waits: zod.array(
        zod.strictObject({
          kind: zod.enum(["behind-lock", "behind-queue", "change-waits"]),
          file: text,
          line: zod.number().int(),
          statement: text,
          object: text,
          wantedMode: text,
          heldMode: text,
          query: text,
          operation,
          waitedMs: zod.number(),
          waiting: zod.number(),
          scenario: zod.enum(["plain", "old-transaction"]),
        }),
      ),
      preparedFailures: zod.array(zod.strictObject({ query: text, error: text })),
      evidence: evidenceShape(zod),
    });
  });
}

function downShape(zod: Zod): z.ZodType<DownVerdict> {
  return named(zod, "DownVerdict", () => {
    return zod.strictObject({
      kind: zod.enum(["exact", "column-order", "different", "fails", "missing"]),
      difference: zod.array(zod.string()).exactOptional(),
      error: zod.string().exactOptional(),
      losesAfterWrites: zod.array(zod.string()).exactOptional(),
      evidence: evidenceShape(zod),
    });
  });
}

function rowsShape(zod: Zod): z.ZodType<RowsVerdict> {
  return named(zod, "RowsVerdict", () => {
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
  });
}

/** Members of a review, so that a result can add its own. */
export function reviewMembers(zod: Zod): { readonly [Key in Exclude<keyof Review, "blocking" | "disproved">]: z.ZodType<Review[Key]> } & {
  readonly blocking: z.ZodExactOptional<z.ZodType<BlockingVerdict>>;
  readonly disproved: z.ZodExactOptional<z.ZodType<NonNullable<Review["disproved"]>>>;
} {
  const text = zod.string();
  const disproved: z.ZodType<NonNullable<Review["disproved"]>> = zod.array(findingShape(zod));
  return {
    verdict: verdictShape(zod),
    findings: zod.array(findingShape(zod)),
    disproved: disproved.exactOptional().describe("Findings of the text that the execution showed not to be so."),
    statements: zod.array(traceShape(zod)),
    down: downShape(zod),
    rows: rowsShape(zod),
    prechecks: zod.array(checkShape(zod)),
    brokenQueries: zod.array(zod.strictObject({ file: text, line: zod.number().int(), query: text, after: text, error: text })),
    blocking: blockingShape(zod).exactOptional(),
    evidence: evidenceShape(zod),
  };
}
