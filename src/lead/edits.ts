import { raise } from "../model/escalation.ts";
import type { JournalEvent } from "../model/event.ts";
import type { RunState, TaskState } from "../model/run-state.ts";
import { taskStatuses } from "../model/task.ts";
import type { LeadContext } from "./context.ts";
import { hashText, recallAs } from "./kept.ts";
import { showIntegration, taskPath, writtenKey } from "./sync.ts";
import { readTaskFile } from "./task-file.ts";
import { shownStatus } from "./task-view.ts";

/** What people changed in task files since the lead wrote them: what they may set becomes events, what they may not is put back. */
export async function readEdits(context: LeadContext, state: RunState): Promise<readonly JournalEvent[]> {
  const events: JournalEvent[] = [];
  for (const task of state.tasks) {
    const path = taskPath(context, task);
    const text = await context.records.read(path);
    if (text === null || (await recallAs<unknown>(context, writtenKey(path, text))) !== undefined) continue;
    events.push(...editsOf(path, text, task.task.kind === "integration" ? showIntegration(state, task) : task));
    await context.store.keep(writtenKey(path, text), true);
  }
  return events;
}

function editsOf(path: string, text: string, task: TaskState): readonly JournalEvent[] {
  const { front, sections } = readTaskFile(path, text);
  const edit = (kind: Extract<JournalEvent, { readonly kind: "task-edited" }>["edit"], value: string): JournalEvent => ({
    kind: "task-edited",
    task: task.task.id,
    edit: kind,
    value,
  });
  const events: JournalEvent[] = [];
  const put: string[] = [];
  if (front.priority !== task.priority) events.push(edit("priority", front.priority));
  const isHold = front.status === "blocked" || front.status === "archived";
  if (isHold && front.status !== task.hold && task.status !== "done" && task.status !== front.status)
    events.push(edit(front.status === "blocked" ? "blocked" : "archived", taskStatuses[front.status]));
  else if (!isHold && task.hold !== null) events.push(edit("resumed", ""));
  else if (front.status !== shownStatus(task)) put.push(`status (${taskStatuses[front.status]})`);
  if (front.id !== task.task.id) put.push("id");
  if (front.assigned_to !== task.task.specialist) put.push("assigned_to");
  if (front.depends_on.join() !== task.task.dependsOn.join()) put.push("depends_on");
  const known = new Set([...task.notes, ...task.log.map((note) => `- ${note.date} ${note.text}`)]);
  const notes = (sections["Log"] ?? []).filter((line) => line.trim() !== "" && !known.has(line));
  events.push(...notes.map((line) => edit("note", line)));
  return put.length === 0 ? events : [...events, { kind: "put-back", task: task.task.id, keys: put }];
}

/** A released file whose content is not what was proven any more: both directors are told before anything else. */
export async function findIncidents(context: LeadContext, state: RunState): Promise<readonly JournalEvent[]> {
  const known = new Set(state.escalations.map((one) => one.id));
  const events: JournalEvent[] = [];
  for (const [target, { integration }] of Object.entries(state.targets)) {
    for (const file of (integration?.stages ?? []).flatMap((stage) => [...stage.migrations, ...stage.jobs])) {
      const text = file.replaces === undefined ? await context.records.read(file.path) : null;
      if (text === null || hashText(text) === file.hash) continue;
      const escalation = raise("integrity-incident", `${target}/${file.path}@${hashText(text).slice(0, 8)}`, {
        text: `${file.path} is not the file that was proven: it was changed after it was written.`,
        evidence: [`sha256 now ${hashText(text).slice(0, 12)}, proven ${file.hash.slice(0, 12)}`],
        proposal: "Put the proven text back (answer `restore`), or take the change through a request of its own (answer `accept`).",
      });
      if (!known.has(escalation.id)) events.push({ kind: "escalated", escalation });
    }
  }
  return events;
}
