import type { z } from "zod";
import type { RunResult as LeadResult, TaskSummary } from "../../lead/run-result.ts";
import type { ReportModel } from "../../model/report.ts";
import { type NextAction, nextActionShape } from "../next-action.ts";
import type { Zod } from "../operation.ts";
import { questionMembers } from "./plan-shape.ts";
import { escalationMembers, reportShape, standingShape, taskPriorityShape, taskStatusShape } from "./report-shape.ts";
import { named } from "./named.ts";

/** What a command that moves a request on came to: the lead's result, with the report of the state it is in and the page it was written to. */
export interface RunResult extends Omit<LeadResult, "report" | "nextAction"> {
  readonly nextAction: NextAction;
  readonly report: ReportModel;
  /** Path of the page, below the project. */
  readonly page: string;
}

export function taskSummaryShape(zod: Zod): z.ZodType<TaskSummary> {
  return named(zod, "TaskSummary", () => {
    const text = zod.string();
    return zod.strictObject({
      id: text,
      title: text,
      file: text,
      status: taskStatusShape(zod),
      priority: taskPriorityShape(zod),
      target: text,
      specialist: text,
      worker: text.nullable(),
      takenBy: text.nullable(),
      round: zod.number().int(),
      dependsOn: zod.array(text),
      readiness: zod.enum(["ready", "waiting", "under-way", "done", "held"]).describe("Whether somebody could begin it now."),
      findings: zod.array(text),
    });
  });
}

export function runShape(zod: Zod): z.ZodType<RunResult> {
  const text = zod.string();
  const texts = zod.array(text);
  return zod.strictObject({
    requirement: text,
    title: text,
    from: text,
    targets: texts,
    standing: standingShape(zod),
    nextAction: nextActionShape(zod),
    reason: text,
    gaps: texts,
    questions: zod.array(zod.strictObject({ ...questionMembers(zod), answered: text.nullable() })),
    escalations: zod.array(zod.strictObject(escalationMembers(zod))),
    tasks: zod.array(taskSummaryShape(zod)),
    files: zod.strictObject({
      requirement: text,
      tasks: texts,
      migrations: texts,
      pending: texts,
      jobs: texts,
      queries: texts,
      decisions: text.nullable(),
    }),
    report: reportShape(zod),
    page: text,
  });
}
