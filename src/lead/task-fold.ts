import type { JournalEvent } from "../model/event.ts";
import type { TaskState } from "../model/run-state.ts";
import type { Task, TaskPriority } from "../model/task.ts";
import { count } from "../model/wording.ts";

const taskEventKinds = [
  "task-delegated",
  "task-taken",
  "worker-asked",
  "worker-answered",
  "deliverable-handed-in",
  "worker-unable",
  "review-made",
  "task-returned",
  "task-accepted",
  "reassigned",
  "task-edited",
  "put-back",
] as const;
export type TaskEvent = Extract<JournalEvent, { readonly kind: (typeof taskEventKinds)[number] }>;

export function isTaskEvent(event: JournalEvent): event is TaskEvent {
  return (taskEventKinds as readonly string[]).includes(event.kind);
}

export function startTask(task: Task, order: string | null, date: string): TaskState {
  return {
    task,
    order,
    status: "to-do",
    priority: task.priority,
    worker: null,
    tried: [],
    round: 0,
    returns: 0,
    takenBy: null,
    deliverable: null,
    review: null,
    findings: [],
    questions: [],
    reviews: [],
    log: [{ date, text: "created" }],
    notes: [],
    hold: null,
  };
}

export function addLog(state: TaskState, date: string, text: string): TaskState {
  return { ...state, log: [...state.log, { date, text }] };
}

function tellHandIn(event: Extract<TaskEvent, { readonly kind: "deliverable-handed-in" }>): string {
  const files = event.files.map((file) => ` ${file.path} (sha256 ${file.hash.slice(0, 12)})`).join(",");
  return `round ${event.round}: handed in by ${event.worker}${files === "" ? "" : `:${files}`}`;
}
/** The files of a line of {@link tellHandIn}; none of any other line. */
export function filesOfHandIn(text: string): readonly string[] {
  const files = /^round \d+: handed in by [^:]+:(.*)$/.exec(text)?.[1] ?? "";
  return [...files.matchAll(/ ?(\S.*?) \(sha256 [0-9a-f]{12}\),?/g)].map((match) => match[1] ?? "");
}

/** One task's part of the fold. */
export function foldTask(state: TaskState, event: TaskEvent, date: string): TaskState {
  switch (event.kind) {
    case "task-delegated":
      return addLog(
        { ...state, status: "in-progress", worker: event.worker, round: event.round },
        date,
        `round ${event.round}: delegated to ${event.worker}`,
      );
    case "task-taken":
      return addLog(
        { ...state, status: "in-progress", worker: "external", takenBy: event.by, round: Math.max(1, state.round) },
        date,
        `taken by ${event.by}`,
      );
    case "worker-asked":
      return addLog(
        { ...state, questions: [...state.questions, { ...event.question, answer: null }] },
        date,
        `question ${event.question.number} by ${event.question.by}: ${event.question.text}`,
      );
    case "worker-answered": {
      const questions = state.questions.map((one) =>
        one.number === event.number ? { ...one, answer: { by: event.by, text: event.text } } : one,
      );
      return addLog({ ...state, questions }, date, `answer ${event.number} by ${event.by}: ${event.text}`);
    }
    case "deliverable-handed-in": {
      const deliverable = { key: event.key, round: event.round, files: event.files };
      return addLog({ ...state, status: "review", round: event.round, deliverable, review: null }, date, tellHandIn(event));
    }
    case "worker-unable":
      return addLog(
        { ...state, returns: Number.MAX_SAFE_INTEGER, findings: [...state.findings, event.reason] },
        date,
        `round ${event.round}: ${event.worker} cannot: ${event.reason}`,
      );
    case "review-made": {
      const review = { key: event.key, round: event.round, outcome: event.outcome };
      return { ...state, review, reviews: [...state.reviews, { round: event.round, outcome: event.outcome, notes: event.notes, date }] };
    }
    case "task-returned":
      return addLog(
        {
          ...state,
          status: "in-progress",
          deliverable: null,
          round: event.round + 1,
          returns: state.returns + 1,
          findings: event.findings,
        },
        date,
        `round ${event.round}: returned with ${count(event.findings.length, "finding")}`,
      );
    case "task-accepted":
      return addLog({ ...state, status: "done", findings: [] }, date, `round ${event.round}: accepted`);
    case "reassigned":
      return addLog(
        {
          ...state,
          status: "to-do",
          worker: event.to,
          tried: [...state.tried, event.from],
          returns: 0,
          takenBy: null,
          deliverable: null,
          review: null,
        },
        date,
        `given from ${event.from} to ${event.to}: ${event.reason}`,
      );
    case "task-edited":
      return foldEdit(state, event, date);
    case "put-back":
      return addLog(state, date, `put back what only the lead sets: ${event.keys.join(", ")}`);
  }
}

function foldEdit(state: TaskState, event: Extract<TaskEvent, { readonly kind: "task-edited" }>, date: string): TaskState {
  switch (event.edit) {
    case "blocked":
    case "archived":
      return addLog({ ...state, hold: event.edit }, date, `set to ${event.edit} by hand`);
    case "resumed":
      return addLog({ ...state, hold: null }, date, "released by hand");
    case "priority":
      return addLog({ ...state, priority: event.value as TaskPriority }, date, `priority set to ${event.value} by hand`);
    case "note":
      return { ...state, notes: [...state.notes, event.value] };
  }
}
