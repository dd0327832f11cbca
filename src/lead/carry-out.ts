import { raise } from "../model/escalation.ts";
import type { FileMark, JournalEvent } from "../model/event.ts";
import type { Finding } from "../model/finding.ts";
import { aspects } from "../model/review.ts";
import type { RunState, TaskState } from "../model/run-state.ts";
import type { Deliverable } from "../model/task.ts";
import { count } from "../model/wording.ts";
import type { Analysis } from "./analysis.ts";
import type { LeadContext } from "./context.ts";
import { assignmentOf, demandDelegable } from "./delegate.ts";
import type { TargetDesign } from "./design.ts";
import { demand, keyOf, recallAs, toJson } from "./kept.ts";
import type { TaskTodo } from "./next.ts";
import { ownFiles } from "./own-files.ts";
import { tellPlans } from "./pattern-plans.ts";
import { reviewTask, type TaskReview } from "./review-task.ts";
import { finish } from "./steps.ts";
import type { TaskOrder } from "./task-order.ts";
import { placeOf, tellReview } from "./telling.ts";

/** One step of one task: what it comes to, as events. */
export async function carryOut(context: LeadContext, state: RunState, todo: TaskTodo): Promise<readonly JournalEvent[]> {
  const task = findTask(state, todo.task);
  switch (todo.kind) {
    case "delegate":
      demandDelegable(
        task.task,
        state.tasks.map((one) => one.task),
      );
      return [
        { kind: "task-delegated", task: todo.task, worker: todo.worker, round: todo.round },
        finish("delegate", todo.task, `${todo.round}:${todo.worker}`),
      ];
    case "work":
      return work(context, state, task);
    case "review":
      return review(context, state, task);
    case "recall":
      return recallHandIn(context, state, task);
    case "reassign":
      return [{ kind: "reassigned", task: todo.task, from: task.worker ?? "engine", to: todo.to, reason: reasonOf(task) }];
    case "give-up":
      return [{ kind: "escalated", escalation: giveUp(task) }, finish("escalate", todo.task, "worker-failed")];
  }
}

export function findTask(state: RunState, id: string): TaskState {
  const found = state.tasks.find((one) => one.task.id === id);
  if (found === undefined) throw new Error(`no task ${id}`);
  return found;
}

function reasonOf(task: TaskState): string {
  return task.findings.at(-1) ?? "its deliverables were returned";
}

function giveUp(task: TaskState): ReturnType<typeof raise> {
  const tried = [...task.tried, task.worker ?? "engine"];
  return raise("worker-failed", `${task.task.id}/${task.round}`, {
    text: `No worker handed in something for ${task.task.id} (${task.task.title}) that passes the review.`,
    evidence: [`tried: ${tried.join(", ")}; ${count(task.reviews.length, "review")}, ${count(task.round, "round")}`, ...task.findings],
    proposal: "Answer `external` to give it to a person, `retry` to start over with every worker, or `archive`.",
    task: task.task.id,
  });
}

async function work(context: LeadContext, state: RunState, task: TaskState): Promise<readonly JournalEvent[]> {
  const name = task.worker ?? "engine";
  const worker = context.workers[name];
  const order = await demand<TaskOrder>(context, task.order);
  const analysis = await demand<Analysis>(context, state.targets[task.task.target]?.analysis ?? null);
  const unable = (reason: string): readonly JournalEvent[] => [
    { kind: "worker-unable", task: task.task.id, worker: name, round: task.round, reason },
    finish("delegate", task.task.id, `${task.round}:${name}:unable`),
  ];
  if (worker === undefined) return unable(`there is no worker ${name}`);
  if (order.kind === "change" && order.to === null && name === "engine") return unable("the wish stands in plain words only");
  context.listener({ kind: "step-note", step: "task", text: task.task.title, ...placeOf(state, task) });
  const outcome = await worker.carryOut(assignmentOf(task, order, analysis, await lastFindings(context, state, task)));
  if (outcome.kind === "waiting") return [];
  if (outcome.kind === "unable") return unable(outcome.reason);
  return handIn(context, task, name, outcome.deliverable);
}

/** What a person handed in before the journal was lost: it stands in the records, and is reviewed again. */
async function recallHandIn(context: LeadContext, state: RunState, task: TaskState): Promise<readonly JournalEvent[]> {
  const told = state.restored.handIns[task.task.id];
  if (told === undefined) return [];
  const deliverable = await demand<Deliverable>(context, told.key);
  const events = await handIn(context, { ...task, round: told.round }, "external", deliverable);
  return [{ kind: "task-taken", task: task.task.id, by: told.by }, ...events];
}

/** Keeps a deliverable and says who handed it in. */
export async function handIn(
  context: LeadContext,
  task: TaskState,
  worker: string,
  deliverable: Deliverable,
): Promise<readonly JournalEvent[]> {
  const key = keyOf("deliverable", deliverable);
  await context.store.keep(key, toJson(deliverable));
  const files: readonly FileMark[] = deliverable.sources.map(({ path, hash }) => ({ path, hash }));
  return [
    { kind: "deliverable-handed-in", task: task.task.id, worker, round: task.round, key, files },
    finish("delegate", task.task.id, `${task.round}:${worker}:${key}`),
  ];
}

async function lastFindings(context: LeadContext, state: RunState, task: TaskState): Promise<readonly Finding[]> {
  if (task.findings.length === 0 || task.review === null) return [];
  const kept = await recallAs<TaskReview>(context, task.review.key);
  return (kept?.findings ?? []).filter((finding) => finding.level === "error" && state.requirement !== null);
}

async function review(context: LeadContext, state: RunState, task: TaskState): Promise<readonly JournalEvent[]> {
  const target = state.targets[task.task.target];
  const deliverable = await demand<Deliverable>(context, task.deliverable?.key ?? null);
  const began = performance.now();
  context.listener({ kind: "step-note", step: "review", text: task.task.title, ...placeOf(state, task) });
  const { review: made } = await reviewTask(context, {
    task: task.task,
    order: await demand<TaskOrder>(context, task.order),
    deliverable,
    analysis: await demand<Analysis>(context, target?.analysis ?? null),
    design: await demand<TargetDesign>(context, target?.design ?? null),
    before: await deliverablesBefore(context, state, task),
    excluded: ownFiles(state),
  });
  const key = keyOf("task-review", { task: task.task.id, round: task.round, deliverable: task.deliverable?.key, verdict: made.verdict });
  await context.store.keep(key, toJson(made));
  const { outcome } = made.verdict;
  context.listener({
    kind: "step-done",
    step: "review",
    text: tellReview(placeOf(state, task), task.task.title, made.review, outcome === "accept" ? null : whyReturned(made)),
    durationMs: Math.round(performance.now() - began),
  });
  const findings = made.findings
    .filter((finding) => finding.level === "error")
    .map((finding) => `${finding.rule} ${finding.file}:${finding.line} ${finding.what}`);
  return [
    { kind: "review-made", task: task.task.id, round: task.round, key, outcome, notes: notesOf(made) },
    outcome === "accept"
      ? { kind: "task-accepted", task: task.task.id, round: task.round }
      : { kind: "task-returned", task: task.task.id, round: task.round, findings },
    finish("review", task.task.id, `${task.round}:${outcome}:${task.deliverable?.key ?? ""}`),
  ];
}

function whyReturned(made: TaskReview): string {
  const errors = made.findings.filter((finding) => finding.level === "error");
  const more = errors.length > 1 ? ` (and ${count(errors.length - 1, "more finding", "more findings")})` : "";
  return `${errors[0]?.what ?? "it does not meet its criteria"}${more}`;
}

/** The five verdicts, the criteria and the errors, as the task's file tells them: no durations. */
function notesOf(review: TaskReview): readonly string[] {
  const verdicts = aspects.map(
    (aspect) =>
      `${aspect}: ${review.verdict[aspect].outcome === "accept" ? "accepted" : `returned — ${review.verdict[aspect].reasons.join("; ")}`}`,
  );
  const criteria = review.criteria.map(
    (criterion) => `${criterion.outcome === "passed" ? "met" : "not met"}: ${criterion.text} (${criterion.because})`,
  );
  const errors = review.findings
    .filter((finding) => finding.level === "error")
    .map((finding) => `${finding.file}:${finding.line} ${finding.rule}: ${finding.what} Instead: ${finding.instead}`);
  const plans = review.plans.map(tellPlans);
  return [...verdicts, ...criteria, ...plans, ...errors];
}

/** Accepted deliverables of all that a task depends on, directly or through others, in task order. */
async function deliverablesBefore(context: LeadContext, state: RunState, task: TaskState): Promise<readonly Deliverable[]> {
  const needed = new Set<string>();
  const visit = (id: string): void => {
    if (needed.has(id)) return;
    needed.add(id);
    for (const need of state.tasks.find((one) => one.task.id === id)?.task.dependsOn ?? []) visit(need);
  };
  for (const id of task.task.dependsOn) visit(id);
  const before = state.tasks.filter((one) => needed.has(one.task.id) && one.task.target === task.task.target && one.task.kind === "change");
  return Promise.all(before.map((one) => demand<Deliverable>(context, one.deliverable?.key ?? null)));
}
