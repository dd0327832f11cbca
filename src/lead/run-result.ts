import type { Escalation } from "../model/escalation.ts";
import type { Question } from "../model/question.ts";
import type { NextAction, RunStanding, RunState } from "../model/run-state.ts";
import type { TaskPriority, TaskStatus } from "../model/task.ts";
import { openQuestions } from "./clarify.ts";
import { type LeadContext, policyOf } from "./context.ts";
import { recallAs } from "./kept.ts";
import type { ReportModel } from "../model/report.ts";
import { openEscalations } from "./next.ts";
import { standingOf } from "./next-action.ts";
import { queryPath, showIntegration, taskPath } from "./sync.ts";
import { shownStatus } from "./task-view.ts";

export interface TaskSummary {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly status: TaskStatus;
  readonly priority: TaskPriority;
  readonly target: string;
  readonly specialist: string;
  readonly worker: string | null;
  readonly takenBy: string | null;
  readonly round: number;
  readonly dependsOn: readonly string[];
  /** Whether somebody could begin it now. */
  readonly readiness: "ready" | "waiting" | "under-way" | "done" | "held";
  readonly findings: readonly string[];
}
/** What a run came to: plain data, the same for every face. */
export interface RunResult {
  readonly requirement: string;
  readonly title: string;
  readonly from: string;
  readonly targets: readonly string[];
  readonly standing: RunStanding;
  readonly nextAction: NextAction;
  readonly reason: string;
  readonly gaps: readonly string[];
  /** Open ones first. */
  readonly questions: readonly (Question & { readonly answered: string | null })[];
  readonly escalations: readonly Escalation[];
  readonly tasks: readonly TaskSummary[];
  /** Paths relative to the project's root. */
  readonly files: {
    readonly requirement: string;
    readonly tasks: readonly string[];
    readonly migrations: readonly string[];
    readonly pending: readonly string[];
    readonly jobs: readonly string[];
    readonly queries: readonly string[];
    readonly decisions: string | null;
  };
  /** Null before the integration. */
  readonly report: ReportModel | null;
}

export async function resultOf(context: LeadContext, state: RunState): Promise<RunResult> {
  const { requirement } = state;
  const open = openQuestions(state.questions, state.answers);
  const questions = state.questions.map((question) => ({
    ...question,
    answered: open.includes(question) ? null : (state.answers.find((answer) => answer.question === question.id)?.choose ?? null),
  }));
  const stages = Object.values(state.targets).flatMap((target) => target.integration?.stages ?? []);
  const live = state.tasks.filter((one) => one.hold !== "archived");
  return {
    requirement: requirement?.front.id ?? "",
    title: requirement?.front.title ?? "",
    from: requirement?.front.from ?? "",
    targets: requirement?.front.targets ?? [],
    ...standingOf(state, policyOf(context)),
    gaps: state.gaps,
    questions: questions.toSorted((a, b) => Number(a.answered !== null) - Number(b.answered !== null)),
    escalations: [...openEscalations(state), ...state.escalations.filter((one) => one.effect === "informs")],
    tasks: state.tasks.map((one) => summarize(context, state, one)),
    files: {
      requirement: state.record,
      tasks: state.tasks.map((one) => taskPath(context, one)),
      migrations: stages.filter((stage) => stage.state === "released").flatMap((stage) => stage.migrations.map((file) => file.path)),
      pending: stages.filter((stage) => stage.state === "pending").flatMap((stage) => stage.migrations.map((file) => file.path)),
      jobs: stages.flatMap((stage) => stage.jobs.map((file) => file.path)),
      queries: state.tasks.filter((one) => one.task.kind === "query" && one.status === "done").map(queryPath),
      decisions: live.length > 1 ? `dblead/decisions/${requirement?.front.id ?? ""}` : null,
    },
    report: state.report === null ? null : ((await recallAs<ReportModel>(context, state.report)) ?? null),
  };
}

export function summarize(context: LeadContext, state: RunState, one: RunState["tasks"][number]): TaskSummary {
  const shown = one.task.kind === "integration" ? showIntegration(state, one) : one;
  const isFree = one.task.dependsOn.every((id) => state.tasks.some((other) => other.task.id === id && other.status === "done"));
  const readiness =
    shown.hold !== null
      ? "held"
      : shown.status === "done"
        ? "done"
        : !isFree
          ? "waiting"
          : shownStatus(shown) === "to-do"
            ? "ready"
            : "under-way";
  return {
    id: one.task.id,
    title: one.task.title,
    file: taskPath(context, one),
    status: shownStatus(shown),
    priority: one.priority,
    target: one.task.target,
    specialist: one.task.specialist,
    worker: one.worker,
    takenBy: one.takenBy,
    round: one.round,
    dependsOn: one.task.dependsOn,
    readiness,
    findings: one.findings,
  };
}
