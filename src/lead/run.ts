import { LeadError } from "../model/error.ts";
import type { JournalEvent } from "../model/event.ts";
import type { RunState } from "../model/run-state.ts";
import type { Lease } from "../ports/store.ts";
import { analyse } from "./analyse.ts";
import { carryOut } from "./carry-out.ts";
import { type LeadContext, policyOf } from "./context.ts";
import { findIncidents, readEdits } from "./edits.ts";
import { integrateStep } from "./integrate-step.ts";
import { findNext, type TaskTodo, type Todo } from "./next.ts";
import { ownFiles } from "./own-files.ts";
import { releaseStep } from "./release.ts";
import { reportStep } from "./report-step.ts";
import { mapSideBySide } from "./side-by-side.ts";
import { clarifyStep, findReleased } from "./clarify-step.ts";
import { analyseStep, decomposeStep, designStep } from "./steps.ts";
import { syncRecords } from "./sync.ts";
import { tellFound, tellTitle } from "./telling.ts";
import { foldEvents } from "./workflow.ts";

/** Deliverables that are made and reviewed at the same time: each may start servers. */
const sideBySide = 2;

export async function readState(context: LeadContext, requirement: string): Promise<RunState> {
  return foldEvents(await context.store.events(requirement));
}

/** Appends events, brings the files in line, and gives the state after. */
export async function record(context: LeadContext, lease: Lease, events: readonly JournalEvent[]): Promise<RunState> {
  if (events.length > 0) await context.store.append(lease, events);
  const state = await readState(context, lease.name);
  await syncRecords(context, state);
  return state;
}

/**
 * Goes on from where the journal ends until a person must decide or everything is done. Safe to interrupt at any moment.
 * What a step finds is kept before its events are appended, and files follow the events: nothing is done twice.
 */
export async function advance(context: LeadContext, lease: Lease): Promise<RunState> {
  const policy = policyOf(context);
  let state = await readState(context, lease.name);
  if (state.requirement !== null) context.listener({ kind: "title", text: await tellTitle(context, state.requirement) });
  const found = tellFound(state);
  if (found !== "") context.listener({ kind: "step-done", step: "found", text: found, durationMs: 0 });
  state = await record(context, lease, await lookAround(context, state));
  for (;;) {
    const todo = findNext(state, policy);
    if (todo.kind === "stop") return state;
    state = todo.kind === "carry-out" ? await carryOutAll(context, lease, state, todo.tasks) : await perform(context, lease, state, todo);
  }
}

/** What happened outside since the last run: people edited files, released files were changed, the base moved. */
async function lookAround(context: LeadContext, state: RunState): Promise<readonly JournalEvent[]> {
  const incidents = await findIncidents(context, state);
  if (incidents.length > 0) return incidents;
  return [...(await readEdits(context, state)), ...(await findMoved(context, state)), ...(await findReleased(context, state))];
}

async function findMoved(context: LeadContext, state: RunState): Promise<readonly JournalEvent[]> {
  const { requirement } = state;
  if (requirement === null) return [];
  const events: JournalEvent[] = [];
  for (const [target, { analysis, integration }] of Object.entries(state.targets)) {
    if (analysis === null || integration !== null) continue;
    const now = await analyse(context, requirement, target, ownFiles(state));
    if (now.key !== analysis) events.push({ kind: "analysed", target, key: now.key, summary: "the project changed since the last run" });
  }
  return events;
}

async function perform(
  context: LeadContext,
  lease: Lease,
  state: RunState,
  todo: Exclude<Todo, { readonly kind: "stop" | "carry-out" }>,
): Promise<RunState> {
  const { requirement } = state;
  if (requirement === null) throw new LeadError("record-missing", `${lease.name} has no requirement.`);
  switch (todo.kind) {
    case "analyse":
      return record(context, lease, await analyseStep(context, requirement, state, todo.target));
    case "clarify":
      return record(context, lease, await clarifyStep(context, requirement, state));
    case "design":
      return record(context, lease, await designStep(context, requirement, state, todo.target));
    case "decompose":
      return record(context, lease, await decomposeStep(context, requirement, state));
    case "integrate": {
      // Ids follow the files that are there: nobody else may add files between reading and writing.
      await using _folder = await context.store.acquire("migration-folders", context.leaseWaitMs);
      return await record(context, lease, await integrateStep(context, requirement, state, todo.target));
    }
    case "release": {
      await using _folder = await context.store.acquire("migration-folders", context.leaseWaitMs);
      return await record(context, lease, await releaseStep(context, state, todo.target, todo.stage));
    }
    case "report":
      return record(context, lease, await reportStep(context, state));
  }
}

/** Steps of several tasks side by side; events of each are appended when it is done, whatever the others do. */
async function carryOutAll(context: LeadContext, lease: Lease, state: RunState, todos: readonly TaskTodo[]): Promise<RunState> {
  const before = (await context.store.events(lease.name)).length;
  await mapSideBySide(todos, sideBySide, async (todo) => {
    const events = await carryOut(context, state, todo);
    if (events.length > 0) await context.store.append(lease, events);
  });
  const after = await record(context, lease, []);
  if ((await context.store.events(lease.name)).length === before)
    throw new LeadError("internal-error", `No worker did anything about ${todos.map((todo) => todo.task).join(", ")}.`);
  return after;
}
