import type { z } from "zod";
import { type Escalation, type EscalationReason, escalationReasons } from "../../model/escalation.ts";
import type { Approval } from "../../model/event.ts";
import type { Answer } from "../../model/question.ts";
import type { CodePlace, DecisionReport, ReportModel, StageReport, TargetReport, TaskReport } from "../../model/report.ts";
import { type Role, roles } from "../../model/role.ts";
import type { RunStanding } from "../../model/run-state.ts";
import type { Outline } from "../../model/schema.ts";
import { type TaskPriority, taskPriorities, type TaskStatus, taskStatuses } from "../../model/task.ts";
import { runActionShape } from "../next-action.ts";
import type { Zod } from "../operation.ts";
import { evidenceShape } from "./evidence-shape.ts";
import { planMembers, questionShape, stepShape } from "./plan-shape.ts";
import { reviewMembers } from "./review-shape.ts";

export const runStandings: readonly RunStanding[] = [
  "working",
  "needs-answer",
  "returned",
  "waiting-for-worker",
  "blocked",
  "escalated",
  "awaiting-approval",
  "approved",
  "done",
];

export function roleShape(zod: Zod): z.ZodType<Role> {
  return zod.enum(roles);
}
export function standingShape(zod: Zod): z.ZodType<RunStanding> {
  return zod.enum(runStandings as readonly [RunStanding, ...RunStanding[]]);
}
export function taskStatusShape(zod: Zod): z.ZodType<TaskStatus> {
  return zod.enum(Object.keys(taskStatuses) as [TaskStatus, ...TaskStatus[]]);
}
export function taskPriorityShape(zod: Zod): z.ZodType<TaskPriority> {
  return zod.enum(Object.keys(taskPriorities) as [TaskPriority, ...TaskPriority[]]);
}

export function outlineShape(zod: Zod): z.ZodType<Outline> {
  const text = zod.string();
  const maybe = text.exactOptional();
  return zod.strictObject({
    label: text,
    fields: zod.array(
      zod.strictObject({ name: text, type: text, required: zod.boolean(), default: maybe, generated: maybe, comment: maybe }),
    ),
    keys: zod.array(zod.strictObject({ name: text, kind: zod.enum(["primary", "unique"]), fields: zod.array(text) })),
    references: zod.array(zod.strictObject({ name: text, fields: zod.array(text), object: text, targetFields: zod.array(text) })),
    comment: maybe,
  });
}

function stageShape(zod: Zod): z.ZodType<StageReport> {
  const texts = zod.array(zod.string());
  return zod.strictObject({
    phase: zod.string(),
    gate: zod.strictObject({ application: zod.string(), waitsFor: zod.string() }).nullable(),
    state: zod.enum(["released", "pending"]),
    migrations: texts,
    jobs: texts,
    steps: zod.array(stepShape(zod)),
  });
}

function targetShape(zod: Zod): z.ZodType<TargetReport> {
  const text = zod.string();
  const texts = zod.array(text);
  const line = zod.number().int();
  const code: z.ZodType<CodePlace> = zod.strictObject({ file: text, line, uses: text, text, breaksAfter: text.nullable() });
  return zod.strictObject({
    name: text,
    engine: text,
    version: text,
    before: zod.array(outlineShape(zod)),
    after: zod.array(outlineShape(zod)),
    renames: zod.record(text, text),
    plan: zod.strictObject(planMembers(zod)).nullable(),
    stages: zod.array(stageShape(zod)),
    review: zod.strictObject(reviewMembers(zod)).nullable(),
    code: zod.array(code),
    broken: zod.array(zod.strictObject({ file: text, line, query: text, after: text, error: text })),
    drift: texts,
    unproven: texts,
    unmodelled: texts,
    evidence: evidenceShape(zod).nullable(),
  });
}

function taskShape(zod: Zod): z.ZodType<TaskReport> {
  const text = zod.string();
  return zod.strictObject({
    id: text,
    title: text,
    status: taskStatusShape(zod),
    priority: taskPriorityShape(zod),
    specialist: text,
    worker: text.nullable(),
    dependsOn: zod.array(text),
    rounds: zod.array(zod.strictObject({ round: zod.number().int(), outcome: zod.enum(["accept", "return"]), notes: zod.array(text) })),
  });
}

/** Members of an escalation, so that its resolution can be added. */
export function escalationMembers(zod: Zod): { readonly [Key in keyof Escalation]: z.ZodType<Escalation[Key]> } {
  const text = zod.string();
  return {
    id: text,
    reason: zod.enum(Object.keys(escalationReasons) as [EscalationReason, ...EscalationReason[]]),
    to: zod.array(roleShape(zod)),
    text,
    evidence: zod.array(text),
    proposal: text,
    task: text.nullable(),
    priority: zod.enum(["highest", "high", "medium"]),
    effect: zod.enum(["stops", "informs"]),
  };
}

export function answerShape(zod: Zod): z.ZodType<Answer> {
  return zod.strictObject({ question: zod.string(), by: roleShape(zod), choose: zod.string(), factsHash: zod.string().exactOptional() });
}

export function approvalShape(zod: Zod): z.ZodType<Approval> {
  return zod.strictObject({
    role: roleShape(zod),
    by: zod.string(),
    hash: zod.string(),
    force: zod.enum(["binding", "advisory"]),
    signature: zod.string().nullable(),
  });
}

export function reportShape(zod: Zod): z.ZodType<ReportModel> {
  const text = zod.string();
  const texts = zod.array(text);
  const decision: z.ZodType<DecisionReport> = zod.strictObject({
    path: text,
    title: text,
    context: text,
    choice: text,
    because: texts,
    rejected: zod.array(zod.strictObject({ alternative: text, reason: text })),
  });
  return zod.strictObject({
    requirement: zod.strictObject({
      id: text,
      title: text,
      from: text,
      kind: text,
      priority: taskPriorityShape(zod),
      due: text.nullable(),
      path: text,
    }),
    date: text,
    standing: standingShape(zod),
    verdict: text.describe("One sentence: whether to worry."),
    nextAction: runActionShape(zod),
    undecided: texts,
    targets: zod.array(targetShape(zod)),
    questions: zod.array(zod.strictObject({ question: questionShape(zod), answer: answerShape(zod).nullable() })),
    escalations: zod.array(
      zod.strictObject({ ...escalationMembers(zod), resolution: zod.strictObject({ by: roleShape(zod), choose: text }).nullable() }),
    ),
    tasks: zod.array(taskShape(zod)),
    decisions: zod.array(decision),
    gaps: texts,
    remarks: texts,
    approvals: zod.array(approvalShape(zod)),
    backup: text,
    written: texts,
  });
}
