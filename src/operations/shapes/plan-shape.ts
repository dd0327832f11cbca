import type { z } from "zod";
import type { Action, Carry, Plan, Step } from "../../model/plan.ts";
import { type Question, type QuestionKind, questionKinds } from "../../model/question.ts";
import { roles } from "../../model/role.ts";
import type { Zod } from "../operation.ts";
import { blockShape, checkShape, evidenceShape, hazardShape } from "./evidence-shape.ts";
import { named } from "./named.ts";

function actionShape(zod: Zod): z.ZodType<Action> {
  return named(zod, "Action", () => {
    const text = zod.string();
    return zod.discriminatedUnion("kind", [
      zod.strictObject({ kind: zod.literal("statements"), statements: zod.array(text), transaction: zod.enum(["shared", "own", "none"]) }),
      zod.strictObject({
        kind: zod.literal("batches"),
        object: text,
        key: zod.array(text),
        statement: text.describe("One idempotent batch."),
        batchSize: zod.number().int(),
        script: text.describe("Stands alone, commits batch by batch, may be run again."),
        remaining: text.describe("Counts what is left to do."),
        sideEffects: zod.array(text),
      }),
      zod.strictObject({ kind: zod.literal("task"), start: text, poll: text, cancel: text }),
      zod.strictObject({ kind: zod.literal("check"), check: checkShape(zod) }),
      zod.strictObject({ kind: zod.literal("deploy-gate"), application: text, waitsFor: text }),
    ]);
  });
}

export function stepShape(zod: Zod): z.ZodType<Step> {
  return named(zod, "Step", () => {
    const text = zod.string();
    const milliseconds = zod.number().nonnegative().exactOptional();
    return zod.strictObject({
      id: text,
      kind: text,
      phase: zod.enum(["expand", "migrate", "contract"]),
      summary: text,
      action: actionShape(zod),
      reverse: zod.array(actionShape(zod)),
      reversibility: zod.strictObject({ kind: zod.enum(["exact", "schema-only", "none"]), until: text, loses: text }),
      blocks: zod.array(blockShape(zod)).exactOptional().describe("Empty: known to block nothing. Absent: not known."),
      limits: zod.strictObject({ lockTimeoutMs: milliseconds, statementTimeoutMs: milliseconds }),
      hazards: zod.array(hazardShape(zod)),
      evidence: evidenceShape(zod),
      intents: zod.array(text).exactOptional(),
    });
  });
}

export function questionShape(zod: Zod): z.ZodType<Question> {
  return named(zod, "Question", () => zod.strictObject(questionMembers(zod)));
}

/** Members of a question, so that its answer can be added. */
export function questionMembers(zod: Zod) {
  const text = zod.string();
  return {
    id: text.describe("kind/target/object"),
    kind: zod.enum(Object.keys(questionKinds) as [QuestionKind, ...QuestionKind[]]),
    target: text,
    object: text,
    to: zod.enum(roles),
    text,
    options: zod.array(zod.strictObject({ value: text, consequence: text })),
    answer: zod.enum(["one-of-options", "free"]),
    proposal: text.exactOptional(),
    factsHash: text,
    intents: zod.array(text),
  };
}

function carryShape(zod: Zod): z.ZodType<Carry> {
  return named(zod, "Carry", () => {
    const text = zod.string();
    const optional = text.nullable();
    return zod.strictObject({
      objectBefore: text,
      objectAfter: text,
      fieldBefore: optional,
      fieldAfter: optional,
      forward: optional,
      backward: optional,
    });
  });
}

/** Members of a plan, so that a result can add its own. */
export function planMembers(zod: Zod): { readonly [Key in keyof Plan]: z.ZodType<Plan[Key]> } {
  const text = zod.string();
  return {
    engine: text,
    variant: text.nullable(),
    version: text,
    fromFingerprint: text,
    toFingerprint: text,
    steps: zod.array(stepShape(zod)),
    carries: zod.array(carryShape(zod)),
    questions: zod.array(questionShape(zod)),
    unmodelled: zod.array(text),
    prechecks: zod.array(checkShape(zod)),
    evidence: evidenceShape(zod),
  };
}
