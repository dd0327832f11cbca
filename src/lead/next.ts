import type { RunState, TaskState } from "../model/run-state.ts";
import { type ApprovalPolicy, missingApprovals } from "./approvals.ts";

/** What the project wants of the workflow, as data. */
export interface WorkflowPolicy {
  readonly returns: number;
  readonly worker: string;
  readonly byKind: Readonly<Record<string, string>>;
  readonly fallback: readonly string[];
  readonly approvals: ApprovalPolicy;
}
export type TaskTodo =
  | { readonly kind: "delegate"; readonly task: string; readonly worker: string; readonly round: number }
  | { readonly kind: "work"; readonly task: string }
  | { readonly kind: "review"; readonly task: string }
  | { readonly kind: "recall"; readonly task: string }
  | { readonly kind: "reassign"; readonly task: string; readonly to: string }
  | { readonly kind: "give-up"; readonly task: string };
export type Todo =
  | { readonly kind: "analyse"; readonly target: string }
  | { readonly kind: "clarify" }
  | { readonly kind: "design"; readonly target: string }
  | { readonly kind: "decompose" }
  | { readonly kind: "carry-out"; readonly tasks: readonly TaskTodo[] }
  | { readonly kind: "integrate"; readonly target: string }
  | { readonly kind: "release"; readonly target: string; readonly stage: number }
  | { readonly kind: "report" }
  | { readonly kind: "stop"; readonly because: StopReason };
export type StopReason = "questions" | "escalation" | "worker" | "blocked" | "approval" | "gate" | "done" | "nothing";

/** The next thing to do. Pure: the same state and policy give the same answer. */
export function findNext(state: RunState, policy: WorkflowPolicy): Todo {
  if (state.requirement === null) return stop("nothing");
  if (openEscalations(state).some((one) => one.reason === "integrity-incident")) return stop("escalation");
  const targets = Object.entries(state.targets);
  const unread = targets.find(([, target]) => target.analysis === null);
  if (unread !== undefined) return { kind: "analyse", target: unread[0] };
  if (state.clarified === "no") return { kind: "clarify" };
  if (state.clarified === "open") return stop("questions");
  if (openEscalations(state).some((one) => one.task === null)) return stop("escalation");
  const undesigned = targets.find(([, target]) => target.design === null);
  if (undesigned !== undefined) return { kind: "design", target: undesigned[0] };
  return findNextTask(state, policy) ?? findNextStage(state, policy);
}

function findNextTask(state: RunState, policy: WorkflowPolicy): Todo | null {
  const { tasks } = state;
  if (state.decomposed === "no") return { kind: "decompose" };
  const todos = tasks.flatMap((task) => findTaskTodo(task, state, policy));
  if (todos.length > 0) return { kind: "carry-out", tasks: todos };
  if (openEscalations(state).length > 0) return stop("escalation");
  const open = tasks.filter((one) => one.status !== "done" && one.hold !== "archived" && one.task.kind !== "integration");
  if (open.length === 0) return null;
  return stop(
    open.some((one) => one.hold === null && one.status !== "to-do") || open.every((one) => one.hold === null) ? "worker" : "blocked",
  );
}

function findNextStage(state: RunState, policy: WorkflowPolicy): Todo {
  const targets = Object.entries(state.targets);
  const apart = targets.find(([name, target]) => target.integration === null && hasChange(state, name));
  if (apart !== undefined) return { kind: "integrate", target: apart[0] };
  const due = state.gates.find((gate) => state.targets[gate.target]?.integration?.stages[gate.stage]?.state === "pending");
  if (due !== undefined) return { kind: "release", target: due.target, stage: due.stage };
  if (state.report === null) return { kind: "report" };
  const integrated = targets.flatMap(([, target]) => (target.integration === null ? [] : [target.integration]));
  if (integrated.length === 0) return stop("done");
  if (missingApprovals(state, policy.approvals).length > 0) return stop("approval");
  return stop(integrated.some((one) => one.stages.some((stage) => stage.state === "pending")) ? "gate" : "done");
}

/** Whether anything of the target ends in files. */
export function hasChange(state: RunState, target: string): boolean {
  return state.tasks.some((one) => one.task.target === target && one.task.kind === "change" && one.hold !== "archived");
}

function findTaskTodo(one: TaskState, state: RunState, policy: WorkflowPolicy): readonly TaskTodo[] {
  const task = one.task.id;
  if (one.hold !== null || one.status === "done" || one.status === "blocked" || one.task.kind === "integration") return [];
  const isReady = one.task.dependsOn.every((id) => state.tasks.some((other) => other.task.id === id && other.status === "done"));
  if (!isReady) return [];
  if (one.deliverable !== null && one.review === null) return [{ kind: "review", task }];
  if (one.returns >= policy.returns) {
    const to = workersFor(one, policy).find((name) => name !== one.worker && !one.tried.includes(name));
    return to === undefined ? [{ kind: "give-up", task }] : [{ kind: "reassign", task, to }];
  }
  if (one.status === "to-do")
    return [{ kind: "delegate", task, worker: one.worker ?? workersFor(one, policy)[0] ?? "engine", round: Math.max(1, one.round) }];
  if (one.worker === "external" && one.reviews.length === 0 && state.restored.handIns[task] !== undefined)
    return [{ kind: "recall", task }];
  return one.worker === "external" ? [] : [{ kind: "work", task }];
}

function workersFor(one: TaskState, policy: WorkflowPolicy): readonly string[] {
  const named = one.task.words.map((word) => policy.byKind[word]).find((name) => name !== undefined);
  return [...new Set([named ?? policy.worker, ...policy.fallback])];
}

export function openEscalations(state: RunState): RunState["escalations"] {
  return state.escalations.filter((one) => one.effect === "stops" && one.resolution === null);
}

function stop(because: StopReason): Todo {
  return { kind: "stop", because };
}
