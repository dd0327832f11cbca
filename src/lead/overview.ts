import { LeadError } from "../model/error.ts";
import type { ReportModel } from "../model/report.ts";
import type { RunStanding, NextAction } from "../model/run-state.ts";
import type { RecordedEvent } from "../ports/store.ts";
import { type LeadContext, policyOf } from "./context.ts";
import { demandRun } from "./decide.ts";
import { openQuestions } from "./clarify.ts";
import { standingOf } from "./next-action.ts";
import { buildReport } from "./report.ts";
import { recordedRequests } from "./restore.ts";
import { readState } from "./run.ts";
import { summarize, type TaskSummary } from "./run-result.ts";

export interface RequestSummary {
  readonly requirement: string;
  readonly title: string;
  readonly from: string;
  readonly file: string;
  readonly standing: RunStanding;
  readonly nextAction: NextAction;
  readonly reason: string;
  readonly openQuestions: number;
  readonly tasks: { readonly done: number; readonly of: number };
}

/** Every request that is known here or has a committed record, by id. Reads only. */
export async function listRequests(context: LeadContext): Promise<readonly RequestSummary[]> {
  const recorded = await recordedRequests(context);
  const ids = [...new Set([...(await context.store.runs()), ...recorded.map((one) => one.id)])].sort();
  return Promise.all(ids.map((id) => summarizeRequest(context, id, recorded.find((one) => one.id === id)?.path ?? "")));
}

async function summarizeRequest(context: LeadContext, id: string, path: string): Promise<RequestSummary> {
  const state = await readState(context, id);
  if (state.requirement === null) {
    return {
      requirement: id,
      title: "",
      from: "",
      file: path,
      standing: "working",
      nextAction: { kind: "run-again", command: `dblead run ${path}` },
      reason: "its journal is not on this machine; running it rebuilds it from the records",
      openQuestions: 0,
      tasks: { done: 0, of: 0 },
    };
  }
  const own = state.tasks.filter((one) => one.task.kind !== "integration" && one.hold !== "archived");
  return {
    requirement: id,
    title: state.requirement.front.title,
    from: state.requirement.front.from,
    file: state.record,
    ...standingOf(state, policyOf(context)),
    openQuestions: openQuestions(state.questions, state.answers).length,
    tasks: { done: own.filter((one) => one.status === "done").length, of: own.length },
  };
}

/** Tasks of one request, or of all; `ready`: only those that somebody could take now. */
export async function listTasks(
  context: LeadContext,
  request: { readonly requirement?: string; readonly which: "all" | "ready" },
): Promise<readonly TaskSummary[]> {
  const ids = request.requirement === undefined ? await context.store.runs() : [request.requirement];
  const all: TaskSummary[] = [];
  for (const id of ids) {
    const state = await readState(context, id);
    if (state.requirement === null && request.requirement !== undefined)
      throw new LeadError("record-missing", `There is no request ${id} on this machine.`, { hint: `dblead run ${id}` });
    all.push(...state.tasks.map((one) => summarize(context, state, one)));
  }
  return request.which === "all" ? all : all.filter((task) => task.readiness === "ready");
}

/** The append-only record of a request. Throws `record-missing`. */
export async function readJournal(context: LeadContext, requirement: string): Promise<readonly RecordedEvent[]> {
  const events = await context.store.events(requirement);
  if (events.length === 0) throw new LeadError("record-missing", `There is no journal of ${requirement} on this machine.`);
  return events;
}

/** The report of a request in the state it is in. Throws `record-missing`. */
export async function readReport(context: LeadContext, requirement: string): Promise<ReportModel> {
  const state = await readState(context, requirement);
  if (state.requirement !== null) return buildReport(context, state, "state");
  await using lease = await context.store.acquire(requirement, context.leaseWaitMs);
  return await buildReport(context, await demandRun(context, lease), "state");
}
