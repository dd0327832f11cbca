import type { JournalEvent } from "../model/event.ts";
import type { Requirement } from "../model/requirement.ts";
import type { RunState, TargetState, TaskState } from "../model/run-state.ts";
import type { Task } from "../model/task.ts";
import type { RecordedEvent } from "../ports/store.ts";
import { addLog, foldTask, isTaskEvent, startTask } from "./task-fold.ts";

export const emptyState: RunState = {
  requirement: null,
  record: "",
  gaps: [],
  targets: {},
  questions: [],
  answers: [],
  clarified: "no",
  tasks: [],
  decomposed: "no",
  escalations: [],
  resolutions: {},
  approvals: [],
  gates: [],
  report: null,
  finished: [],
  startedDate: "",
  handedIn: [],
  restored: { files: [], handIns: {}, tasks: {} },
};

/** State of a run: a pure fold over its journal. */
export function foldEvents(events: readonly RecordedEvent[]): RunState {
  return events.reduce((state, recorded) => foldEvent(state, recorded), emptyState);
}

export function foldEvent(state: RunState, recorded: RecordedEvent): RunState {
  const { event } = recorded;
  const date = recorded.at.slice(0, 10);
  if (isTaskEvent(event)) {
    const id = taskOf(event);
    return {
      ...state,
      handedIn: handedIn(state, event),
      tasks: state.tasks.map((one) => (one.task.id === id ? redate(foldTask(one, event, date), one, state) : one)),
    };
  }
  switch (event.kind) {
    case "requirement-received":
      return receive(state, event, date);
    case "restored":
      return { ...state, restored: event.records };
    case "step-finished":
      return { ...state, finished: [...state.finished, { step: event.step, task: event.task, outcome: event.outcome }] };
    case "analysed":
      return {
        ...state,
        clarified: "no",
        decomposed: "no",
        targets: setTarget(state, event.target, { analysis: event.key, design: null, integration: null }),
      };
    case "question-asked":
      return { ...state, questions: [...state.questions.filter((one) => one.id !== event.question.id), event.question] };
    case "question-withdrawn":
      return { ...state, clarified: "no", questions: state.questions.filter((one) => one.id !== event.question) };
    case "question-answered":
      return {
        ...state,
        clarified: "no",
        answers: [...state.answers.filter((one) => one.question !== event.answer.question), { ...event.answer, origin: event.origin }],
      };
    case "clarified":
      return { ...state, clarified: event.open === 0 ? "yes" : "open" };
    case "design-made":
      return { ...state, decomposed: "no", targets: setTarget(state, event.target, { design: event.key, integration: null }) };
    case "tasks-made":
      return { ...state, decomposed: "yes", tasks: mergeTasks(state, event.tasks, event.orders, date) };
    case "regrouped":
      return {
        ...state,
        targets: setTarget(state, event.target, { grouping: "whole" }),
        decomposed: "no",
        tasks: retire(state.tasks, event.target, date),
      };
    case "escalated":
      return foldEscalated(state, event, date);
    case "escalation-resolved":
      return foldResolved(state, event, date);
    case "integrated":
      return {
        ...state,
        report: null,
        targets: setTarget(state, event.target, {
          integration: { key: event.key, hash: event.hash, hazards: event.hazards, proof: event.proof, stages: event.stages },
        }),
      };
    case "gate-confirmed":
      return {
        ...state,
        report: null,
        gates: [...state.gates, { target: event.target, stage: event.stage, application: event.application, by: event.by }],
      };
    case "stage-released":
      return { ...state, report: null, targets: releaseStage(state, event) };
    case "approval-recorded":
      return { ...state, report: null, approvals: [...state.approvals.filter((one) => one.role !== event.approval.role), event.approval] };
    case "reported":
      return { ...state, report: event.key };
  }
}

function handedIn(state: RunState, event: Parameters<typeof foldTask>[1]): readonly string[] {
  if (event.kind !== "deliverable-handed-in" || event.files.length === 0) return state.handedIn;
  return [...new Set([...state.handedIn, ...event.files.map((file) => file.path)])].sort();
}

/** A line that the committed file already tells keeps its date there. */
function redate(after: TaskState, before: TaskState, state: RunState): TaskState {
  const told = state.restored.tasks[after.task.id]?.log;
  if (told === undefined || after.log.length === before.log.length) return after;
  return {
    ...after,
    log: after.log.map((note, index) => (index < before.log.length ? note : (told.find((one) => one.text === note.text) ?? note))),
  };
}

function taskOf(event: Parameters<typeof foldTask>[1]): string {
  return event.kind === "worker-asked" ? event.question.task : event.task;
}

type EventOf<Kind extends JournalEvent["kind"]> = Extract<JournalEvent, { readonly kind: Kind }>;

function receive(state: RunState, event: EventOf<"requirement-received">, date: string): RunState {
  const isSame = state.requirement?.hash === event.requirement.hash;
  const fresh = isSame
    ? state
    : {
        ...emptyState,
        answers: state.answers,
        approvals: state.approvals,
        escalations: state.escalations.filter((one) => one.resolution !== null),
        gates: state.gates,
        handedIn: state.handedIn,
        resolutions: state.resolutions,
        restored: state.restored,
      };
  return {
    ...fresh,
    requirement: event.requirement,
    record: event.record,
    gaps: event.gaps,
    targets: isSame ? state.targets : emptyTargets(event.requirement),
    startedDate: state.startedDate === "" ? date : state.startedDate,
  };
}

function emptyTargets(requirement: Requirement): RunState["targets"] {
  return Object.fromEntries(requirement.front.targets.map((target) => [target, emptyTarget]));
}
const emptyTarget: TargetState = { analysis: null, design: null, integration: null, grouping: "by-change" };

function setTarget(state: RunState, target: string, change: Partial<TargetState>): RunState["targets"] {
  return { ...state.targets, [target]: { ...(state.targets[target] ?? emptyTarget), ...change } };
}

/** Tasks that stay as they were keep their history; tasks that are gone stay as archived ones if anybody had begun them. */
function mergeTasks(state: RunState, tasks: readonly Task[], orders: Readonly<Record<string, string>>, date: string): readonly TaskState[] {
  const before = state.tasks;
  const known = new Map(before.map((one) => [one.task.id, one]));
  const fresh = tasks.map((task) => {
    const old = known.get(task.id);
    const order = orders[task.id] ?? null;
    return old !== undefined && old.order === order && old.hold !== "archived" ? { ...old, task } : begin(state, task, order, date);
  });
  const kept = before.filter((one) => one.hold === "archived" && !tasks.some((task) => task.id === one.task.id));
  return [...kept, ...fresh].sort((a, b) => a.task.number - b.task.number);
}

function begin(state: RunState, task: Task, order: string | null, date: string): TaskState {
  const told = state.restored.tasks[task.id];
  const fresh = startTask(task, order, told?.createdDate ?? date);
  return told === undefined
    ? fresh
    : { ...fresh, task: { ...task, createdDate: told.createdDate }, hold: told.hold, priority: told.priority };
}

function retire(tasks: RunState["tasks"], target: string, date: string): RunState["tasks"] {
  return tasks.map((one) => {
    if (one.task.target !== target || one.task.kind === "query") return one;
    return addLog(
      { ...one, hold: "archived" as const, status: "archived" as const },
      date,
      "replaced: the changes of this target are carried out as one",
    );
  });
}

function foldEscalated(state: RunState, event: EventOf<"escalated">, date: string): RunState {
  const { escalation } = event;
  const escalations = [...state.escalations.filter((one) => one.id !== escalation.id), { ...escalation, resolution: null }];
  const tasks = state.tasks.map((one) =>
    one.task.id === escalation.task
      ? addLog({ ...one, status: "blocked" as const }, date, `escalated to ${escalation.to.join(" and ")}: ${escalation.text}`)
      : one,
  );
  const raised = { ...state, escalations, tasks };
  const decided = state.resolutions[escalation.id];
  return decided === undefined
    ? raised
    : foldResolved(raised, { kind: "escalation-resolved", escalation: escalation.id, ...decided }, date);
}

/** `retry` gives the task to its workers again, `archive` gives it up, anything else hands it to somebody outside. */
function foldResolved(state: RunState, event: EventOf<"escalation-resolved">, date: string): RunState {
  const escalation = state.escalations.find((one) => one.id === event.escalation);
  const escalations = state.escalations.map((one) =>
    one.id === event.escalation ? { ...one, resolution: { by: event.by, choose: event.choose } } : one,
  );
  const tasks = state.tasks.map((one) => {
    if (one.task.id !== escalation?.task) return one;
    const noted = addLog(one, date, `${event.by} decided: ${event.choose}`);
    if (event.choose === "archive") return { ...noted, hold: "archived" as const, status: "archived" as const };
    const worker = event.choose === "retry" ? null : "external";
    return { ...noted, status: "to-do" as const, worker, tried: [], returns: 0, deliverable: null, review: null };
  });
  return {
    ...state,
    escalations,
    tasks,
    resolutions: { ...state.resolutions, [event.escalation]: { by: event.by, choose: event.choose } },
  };
}

function releaseStage(state: RunState, event: EventOf<"stage-released">): RunState["targets"] {
  const integration = state.targets[event.target]?.integration;
  if (integration === null || integration === undefined) return state.targets;
  const stages = integration.stages.map((stage, index) =>
    index === event.stage ? { ...stage, state: "released" as const, migrations: event.migrations } : stage,
  );
  return setTarget(state, event.target, { integration: { ...integration, stages } });
}
