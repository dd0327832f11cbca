import type { z } from "zod";
import { type Escalation, type EscalationReason, escalationReasons } from "../../model/escalation.ts";
import type { Approval, RequiredApproval } from "../../model/event.ts";
import type { ReportModel, ReportStage, TargetReport, TaskReport } from "../../model/report.ts";
import { type Role, roles } from "../../model/role.ts";
import type { RunStanding } from "../../model/run-state.ts";
import type { Outline } from "../../model/schema.ts";
import { type TaskPriority, taskPriorities, type TaskStatus, taskStatuses } from "../../model/task.ts";
import { runActionShape } from "../next-action.ts";
import type { Zod } from "../operation.ts";
import { evidenceShape } from "./evidence-shape.ts";
import { questionShape, stepShape } from "./plan-shape.ts";
import { reviewMembers } from "./review-shape.ts";
import { named } from "./named.ts";

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
  return named(zod, "Outline", () => {
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
  });
}

function stageShape(zod: Zod): z.ZodType<ReportStage> {
  return named(zod, "ReportStage", () => {
    const files = zod.array(zod.strictObject({ path: zod.string(), hash: zod.string(), replaces: zod.string().exactOptional() }));
    return zod.strictObject({
      phase: zod.string(),
      gate: zod.strictObject({ application: zod.string(), waitsFor: zod.string() }).nullable(),
      state: zod.enum(["released", "pending"]),
      migrations: files,
      jobs: files,
      steps: zod.array(stepShape(zod)),
    });
  });
}

function targetShape(zod: Zod): z.ZodType<TargetReport> {
  return named(zod, "TargetReport", () => {
    const text = zod.string();
    const texts = zod.array(text);
    const line = zod.number().int();
    const review = reviewMembers(zod);
    const outline = outlineShape(zod).nullable();
    return zod.strictObject({
      target: text,
      engine: text,
      engineTitle: text,
      version: text,
      objects: zod.array(
        zod.strictObject({ label: text, before: outline, after: outline, change: zod.enum(["added", "removed", "changed", "same"]) }),
      ),
      renames: zod.record(text, text).describe("Dotted labels before → after of what keeps its rows."),
      diagram: zod.strictObject({ before: text, after: text }).describe("Mermaid."),
      stages: zod.array(stageShape(zod)),
      hash: text.nullable(),
      verdict: review.verdict.nullable(),
      findings: review.findings,
      queryPlans: zod
        .array(zod.strictObject({ task: text, text, query: text, before: text, after: text }))
        .describe("The engine's own planner, before and after the change; empty before: the query runs only after it."),
      statements: review.statements,
      rows: review.rows.nullable(),
      down: review.down.nullable(),
      brokenQueries: review.brokenQueries,
      queriesRun: zod.number().int(),
      mustChange: zod.array(zod.strictObject({ file: text, line, name: text, excerpt: text })),
      drift: zod.array(zod.strictObject({ file: text, line, message: text })),
      decisions: zod.array(
        zod.strictObject({
          title: text,
          intent: text,
          context: text,
          choice: text,
          because: texts,
          rejected: zod.array(zod.strictObject({ alternative: text, reason: text })),
        }),
      ),
      remarks: texts,
      reliesOn: text,
      prechecks: review.prechecks,
      unproven: texts,
      evidence: evidenceShape(zod).nullable(),
    });
  });
}

function taskShape(zod: Zod): z.ZodType<TaskReport> {
  return named(zod, "TaskReport", () => {
    const text = zod.string();
    return zod.strictObject({
      id: text,
      title: text,
      status: taskStatusShape(zod),
      priority: taskPriorityShape(zod),
      specialist: text,
      worker: text.nullable(),
      dependsOn: zod.array(text),
      round: zod.number().int(),
      reviews: zod.array(zod.strictObject({ round: zod.number().int(), outcome: zod.enum(["accept", "return"]), notes: zod.array(text) })),
    });
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

export function approvalShape(zod: Zod): z.ZodType<Approval> {
  return named(zod, "Approval", () => {
    return zod.strictObject({
      role: roleShape(zod),
      by: zod.string(),
      hash: zod.string(),
      force: zod.enum(["binding", "advisory"]),
      signature: zod.string().nullable(),
    });
  });
}

function requiredApprovalShape(zod: Zod): z.ZodType<RequiredApproval> {
  return zod.strictObject({
    role: roleShape(zod),
    because: zod.array(zod.string()).describe("Hazards, or personal-data; empty: it approves every change."),
    force: zod.enum(["binding", "advisory"]).describe("binding: only a signature counts."),
    given: zod.enum(["no", "stale", "binding", "advisory"]).describe("stale: for another plan."),
  });
}

export function reportShape(zod: Zod): z.ZodType<ReportModel> {
  return named(zod, "Report", () => {
    const text = zod.string();
    const texts = zod.array(text);
    return zod.strictObject({
      requirement: zod.strictObject({
        id: text,
        title: text,
        from: text,
        kind: text,
        priority: text,
        due: text.nullable(),
        file: text,
      }),
      date: text,
      standing: standingShape(zod),
      nextAction: runActionShape(zod),
      reason: text,
      gaps: texts,
      targets: zod.array(targetShape(zod)),
      tasks: zod.array(taskShape(zod)),
      questions: zod.array(
        zod.strictObject({ question: questionShape(zod), answer: zod.strictObject({ choose: text, by: text }).nullable() }),
      ),
      escalations: zod.array(
        zod.strictObject({ ...escalationMembers(zod), resolution: zod.strictObject({ by: text, choose: text }).nullable() }),
      ),
      approvals: zod.array(approvalShape(zod)),
      approvalsNeeded: zod.array(requiredApprovalShape(zod)),
      gates: zod.array(zod.strictObject({ target: text, stage: zod.number().int(), application: text, by: text })),
      handOver: zod.strictObject({
        changed: texts,
        trials: zod.array(zod.strictObject({ object: text, what: text, expected: text })),
        queries: zod.array(zod.strictObject({ text, query: text, expected: text })),
      }),
    });
  });
}
