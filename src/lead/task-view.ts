import type { TaskState } from "../model/run-state.ts";
import {
  type Deliverable,
  type SubTaskMark,
  subTaskMarks,
  taskPriorities,
  type TaskStatus,
  taskStatuses,
  taskTypes,
} from "../model/task.ts";
import type { LineView, TaskView } from "./task-file.ts";

/** What a task's file shows beyond the task itself. */
export interface TaskViewInput {
  readonly state: TaskState;
  readonly deliverable: Deliverable | null;
  readonly relatedDocs: readonly string[];
  /** Reasons and diagrams that stand here because the request is too small for files of their own. */
  readonly notes: readonly string[];
  readonly diagrams: readonly string[];
}

/** The status that the file shows: a person's hold goes before the lead's own, and what waits for somebody to take it is not under way. */
export function shownStatus(state: TaskState): TaskStatus {
  const isOffered = state.status === "in-progress" && state.worker === "external" && state.takenBy === null && state.deliverable === null;
  return state.hold ?? (isOffered ? "to-do" : state.status);
}

export function viewTask(input: TaskViewInput): TaskView {
  const { state } = input;
  const { task } = state;
  const updated = state.log.at(-1)?.date ?? task.createdDate;
  const line = (text: string): LineView => ({ kind: "line", text });
  return {
    title: task.title,
    front: {
      id: task.id,
      title: task.title,
      status: taskStatuses[shownStatus(state)],
      type: taskTypes[task.type],
      priority: taskPriorities[state.priority],
      created_date: task.createdDate,
      updated_date: updated,
      assigned_to: task.specialist,
      reporter: task.reporter,
      parent_task: task.requirement,
      depends_on: task.dependsOn,
      related_docs: input.relatedDocs,
      tags: [...new Set([task.kind, ...task.words])],
      intents: task.intents,
      engine: task.engine,
      engine_version: task.engineVersion,
      target: task.target,
    },
    sections: [
      { heading: "Description", tells: "current", lines: task.description.split("\n").map(line) },
      {
        heading: "Acceptance Criteria",
        tells: "current",
        lines: task.criteria.map((criterion) => ({ kind: "check", mark: state.status === "done" ? "x" : " ", text: criterion.text })),
      },
      { heading: "Context", tells: "current", lines: task.context.map((text) => line(`- ${text}`)) },
      { heading: "Implementation Notes / Sub-Tasks", tells: "current", lines: [...input.notes.map(line), ...subTasks(input)] },
      { heading: "Diagrams", when: "filled", unit: "block", lines: input.diagrams.map(line) },
      {
        heading: "Review Notes",
        lines: state.reviews.flatMap((review) => [
          line(`### Round ${review.round}: ${review.outcome === "accept" ? "accepted" : "returned"}`),
          ...review.notes.map((note) => line(`- round ${review.round}: ${note}`)),
        ]),
      },
      { heading: "Log", lines: state.log.map((note) => line(`- ${note.date} ${note.text}`)) },
    ],
  };
}

/** One line per migration and job of the deliverable, marked by where the task is. */
function subTasks(input: TaskViewInput): readonly LineView[] {
  const { deliverable, state } = input;
  if (deliverable === null) return [];
  const mark = subTaskMarks[markOf(state)];
  const texts =
    deliverable.kind === "query"
      ? ["query"]
      : deliverable.stages.flatMap((stage) => [
          ...(stage.gate === null ? [] : [`${stage.phase}: waits for ${stage.gate.application}`]),
          ...stage.migrations.map((migration) => `${stage.phase}: ${migration.name}`),
          ...stage.jobs.map((job) => `${stage.phase}: job ${job.name}`),
        ]);
  return texts.map((text) => ({ kind: "check", mark, text }));
}

function markOf(state: TaskState): SubTaskMark {
  if (state.hold !== null || state.status === "blocked") return "blocked";
  if (state.status === "done") return "done";
  return state.review?.outcome === "return" ? "failed" : "in-progress";
}
