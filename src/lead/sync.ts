import { stringify } from "yaml";
import type { Decision } from "../engines/engine.ts";
import type { FileMark } from "../model/event.ts";
import type { RunState, TaskState } from "../model/run-state.ts";
import type { Deliverable } from "../model/task.ts";
import type { Analysis } from "./analysis.ts";
import type { LeadContext } from "./context.ts";
import { decisionsOf, printDecision, printOverview } from "./decision-text.ts";
import type { TargetDesign } from "./design.ts";
import { hashText, recallAs } from "./kept.ts";
import { currentLines, updateTaskFile } from "./task-file.ts";
import { viewTask } from "./task-view.ts";

/** Paths of a request's records. */
export function taskPath(context: LeadContext, state: TaskState): string {
  const mark = context.configuration.tasks.names === "mdtm" ? "➕_" : "";
  return `dblead/tasks/${state.task.requirement}/${String(state.task.number).padStart(3, "0")}_${mark}${state.task.slug}.md`;
}

/**
 * Brings the committed files in line with the state: whatever was interrupted, running this again gives the same bytes.
 * Files that are as they should be are not touched.
 */
export async function syncRecords(context: LeadContext, state: RunState): Promise<void> {
  if (state.requirement === null) return;
  await syncRequirement(context, state);
  const extras = await extrasOf(context, state);
  for (const task of state.tasks) await syncTask(context, state, task, extras);
  for (const task of state.tasks) await syncQuery(context, task);
  for (const file of extras.files) await write(context, file.path, file.text);
  for (const file of [...decidedFiles(state), ...(await handInFiles(context, state))]) await write(context, file.path, file.text);
  for (const target of Object.values(state.targets)) {
    for (const stage of target.integration?.stages ?? [])
      for (const file of [...stage.migrations, ...stage.jobs]) await writeMark(context, file);
  }
  await removeReleased(context, state);
}

async function syncRequirement(context: LeadContext, state: RunState): Promise<void> {
  const text = await recallAs<string>(context, `file/${state.requirement?.hash ?? ""}`);
  if (text !== undefined && (await context.records.read(state.record)) === null) await write(context, state.record, text);
}

/**
 * Remembers what it writes, so that a file that a person changed can be told from one that a killed run left behind; with `lines`, what of a task file
 * is the lead's own to take out again.
 */
async function write(context: LeadContext, path: string, text: string, lines?: readonly string[]): Promise<void> {
  if ((await context.records.read(path)) === text) return;
  await context.store.keep(writtenKey(path, text), lines ?? true);
  await context.records.write(path, text);
}

export function writtenKey(path: string, text: string): string {
  return `written/${path}/${hashText(text)}`;
}

/** A new file is written where there is none; a list of the format's own only while it is the one that it was made from. */
async function writeMark(context: LeadContext, mark: FileMark): Promise<void> {
  const text = await recallAs<string>(context, `file/${mark.hash}`);
  if (text === undefined) return;
  const existing = await context.records.read(mark.path);
  const replaces = mark.replaces !== undefined && existing !== null && hashText(existing) === mark.replaces;
  if (existing === null || replaces) await write(context, mark.path, text);
}

/** Pending files of stages that were released are gone. */
async function removeReleased(context: LeadContext, state: RunState): Promise<void> {
  const id = state.requirement?.front.id ?? "";
  const wanted = new Set(
    Object.values(state.targets).flatMap((target) =>
      (target.integration?.stages ?? []).flatMap((stage) => stage.migrations.map((file) => file.path)),
    ),
  );
  for (const path of await context.records.list(`dblead/pending/${id}`)) if (!wanted.has(path)) await context.records.remove(path);
}

interface Extras {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly notes: readonly string[];
  readonly diagrams: readonly string[];
}

/** Decisions and diagrams: files of their own, or, for a request of one task, parts of its task file. */
async function extrasOf(context: LeadContext, state: RunState): Promise<Extras> {
  const id = state.requirement?.front.id ?? "";
  const designs: { readonly design: TargetDesign; readonly analysis: Analysis }[] = [];
  for (const target of Object.values(state.targets)) {
    const design = await recallAs<TargetDesign>(context, target.design ?? "");
    const analysis = await recallAs<Analysis>(context, target.analysis ?? "");
    if (design !== undefined && analysis !== undefined) designs.push({ design, analysis });
  }
  const decisions = designs.flatMap(({ design }) => decisionsOf(design));
  const live = state.tasks.filter((one) => one.hold !== "archived");
  const overview = printOverview(designs);
  if (live.length <= 1) return { files: [], notes: decisions.map(tellDecision), diagrams: overview.diagrams };
  const files = decisions.map((decision, index) => ({
    path: `dblead/decisions/${id}/${String(index + 1).padStart(4, "0")}-${decision.slug}.md`,
    text: printDecision(decision, index + 1),
  }));
  return {
    files: overview.text === "" ? files : [{ path: `dblead/decisions/${id}/0000-schema.md`, text: overview.text }, ...files],
    notes: [],
    diagrams: [],
  };
}

function tellDecision(decision: Decision): string {
  return `- ${decision.title}: ${decision.choice.replace(/\.$/, "")}${decision.because.length === 0 ? "" : `, because ${decision.because.join("; ")}`}`;
}

async function syncTask(context: LeadContext, state: RunState, task: TaskState, extras: Extras): Promise<void> {
  const live = state.tasks.filter((one) => one.hold !== "archived");
  const isLast = task.task.kind === "integration" || live.length === 1;
  const stages = Object.values(state.targets).flatMap((target) => target.integration?.stages ?? []);
  const isIntegrated = Object.values(state.targets).some((target) => target.integration !== null);
  const relatedDocs =
    isLast && isIntegrated ? stages.flatMap((stage) => [...stage.migrations, ...stage.jobs].map((file) => file.path)) : [];
  const shown = task.task.kind === "integration" ? showIntegration(state, task) : task;
  const deliverable = (await recallAs<Deliverable>(context, task.deliverable?.key ?? "")) ?? null;
  const view = viewTask({
    state: shown,
    deliverable,
    relatedDocs,
    notes: live.length === 1 ? extras.notes : [],
    diagrams: live.length === 1 ? extras.diagrams : [],
  });
  const path = taskPath(context, task);
  const existing = await context.records.read(path);
  const written = await recallAs<true | readonly string[]>(context, writtenKey(path, existing ?? ""));
  await write(context, path, updateTaskFile(path, existing, view, new Set(Array.isArray(written) ? written : [])), currentLines(view));
}

/** An accepted query is a file of its own: the deliverable that was asked for. */
async function syncQuery(context: LeadContext, task: TaskState): Promise<void> {
  if (task.task.kind !== "query" || task.status !== "done") return;
  const deliverable = await recallAs<Deliverable>(context, task.deliverable?.key ?? "");
  if (deliverable?.kind === "query") await write(context, queryPath(task), `${deliverable.query.trimEnd()};\n`);
}

export function queryPath(task: TaskState): string {
  return `dblead/queries/${task.task.requirement}/${String(task.task.number).padStart(3, "0")}_${task.task.slug}.sql`;
}

/** The integration task is done when every target with changes is integrated. */
export function showIntegration(state: RunState, task: TaskState): TaskState {
  const targets = Object.values(state.targets);
  const isDone =
    targets.every((target) => target.integration !== null || target.design === null) &&
    targets.some((target) => target.integration !== null);
  if (isDone) return { ...task, status: "done" };
  const others = state.tasks.filter((one) => one.task.kind !== "integration" && one.hold !== "archived");
  return { ...task, status: others.every((one) => one.status === "done") ? "in-progress" : "to-do" };
}

/** What people handed in and was accepted: nobody but them can make it again. */
async function handInFiles(context: LeadContext, state: RunState): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const done = state.tasks.filter((one) => one.worker === "external" && one.status === "done" && one.deliverable !== null);
  const files = await Promise.all(
    done.map(async (one) => {
      const deliverable = await recallAs<Deliverable>(context, one.deliverable?.key ?? "");
      const record = { task: one.task.id, by: one.takenBy, round: one.deliverable?.round, deliverable };
      return deliverable === undefined
        ? []
        : [{ path: `dblead/records/${one.task.requirement}/hand-ins/${one.task.id}.yaml`, text: stringify(record, { lineWidth: 0 }) }];
    }),
  );
  return files.flat();
}

/** What people decided, one file each. */
function decidedFiles(state: RunState): readonly { readonly path: string; readonly text: string }[] {
  const folder = `dblead/records/${state.requirement?.front.id ?? ""}`;
  const file = (kind: string, name: string, value: unknown): { readonly path: string; readonly text: string } => ({
    path: `${folder}/${kind}/${name.replaceAll(/[^A-Za-z0-9._-]+/g, "_")}.yaml`,
    text: stringify(value, { lineWidth: 0 }),
  });
  const answers = state.answers
    .filter((answer) => answer.origin === "record")
    .map(({ question, by, choose, factsHash }) => file("answers", question, { question, by, choose, factsHash }));
  const resolved = state.escalations.flatMap((one) =>
    one.resolution === null ? [] : [file("escalations", one.id, { escalation: one.id, ...one.resolution })],
  );
  const approvals = state.approvals.map((approval) => file("approvals", approval.role, approval));
  const gates = state.gates.map((gate) => file("gates", `${gate.target}-${gate.stage + 1}`, gate));
  return [...answers, ...resolved, ...approvals, ...gates];
}
