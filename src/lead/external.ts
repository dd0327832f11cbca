import { basename, dirname, relative, resolve, sep } from "node:path";
import { LeadError } from "../model/error.ts";
import type { RunState, TaskState } from "../model/run-state.ts";
import type { Deliverable, DraftStage, MigrationDraft } from "../model/task.ts";
import type { Phase } from "../model/plan.ts";
import { phases } from "../model/plan.ts";
import { findTarget } from "../project/configuration.ts";
import { readText } from "../project/files.ts";
import { findFormat, loadFolder, withRecordings } from "../project/formats.ts";
import type { FolderState, Recording } from "../project/formats/format.ts";
import { migrationsFolderOf } from "./base.ts";
import { handIn as handInEvents } from "./carry-out.ts";
import type { LeadContext } from "./context.ts";
import { demandRun } from "./decide.ts";
import { hashText } from "./kept.ts";
import { advance, record } from "./run.ts";
import { type RunResult, resultOf } from "./run-result.ts";

/** `REQ-0001-002` → `REQ-0001`. Throws `record-missing`. */
export function requirementOfTask(task: string): string {
  const id = /^(REQ-\d{4,})-\d{3,}$/.exec(task)?.[1];
  if (id === undefined) throw new LeadError("record-missing", `${task} is no id of a task (REQ-0001-001).`);
  return id;
}

function demandTask(state: RunState, id: string): TaskState {
  const found = state.tasks.find((one) => one.task.id === id);
  if (found === undefined) throw new LeadError("record-missing", `There is no task ${id}.`, { hint: "dblead tasks lists them." });
  return found;
}

/** Somebody outside takes a ready task. Throws `state-refused` when it is not ready, held, done, or taken by another. */
export async function takeTask(context: LeadContext, request: { readonly task: string; readonly by: string }): Promise<RunResult> {
  const id = requirementOfTask(request.task);
  await using lease = await context.store.acquire(id, context.leaseWaitMs);
  const state = await demandRun(context, lease);
  const task = demandTask(state, request.task);
  demandFree(state, task, request.by);
  if (task.takenBy === request.by) return await resultOf(context, state);
  return await resultOf(context, await record(context, lease, [{ kind: "task-taken", task: request.task, by: request.by }]));
}

function demandFree(state: RunState, task: TaskState, by: string): void {
  const refuse = (reason: string): never => {
    throw new LeadError("state-refused", `${task.task.id} cannot be taken: ${reason}.`);
  };
  if (task.task.kind === "integration") refuse("the lead itself integrates");
  if (task.hold !== null) refuse(`it is ${task.hold}`);
  if (task.status === "done") refuse("it is done");
  if (task.status === "blocked") refuse("it was escalated and waits for a decision");
  const waits = task.task.dependsOn.filter((need) => !state.tasks.some((one) => one.task.id === need && one.status === "done"));
  if (waits.length > 0) refuse(`it waits for ${waits.join(", ")}`);
  if (task.takenBy !== null && task.takenBy !== by) refuse(`${task.takenBy} has it`);
}

/** Who has a task asks something that the task does not say; the question and its answer are kept in the task's file. */
export async function askQuestion(
  context: LeadContext,
  request: { readonly task: string; readonly by: string; readonly text: string },
): Promise<RunResult> {
  const id = requirementOfTask(request.task);
  await using lease = await context.store.acquire(id, context.leaseWaitMs);
  const task = demandTask(await demandRun(context, lease), request.task);
  if (task.takenBy === null)
    throw new LeadError("state-refused", `${request.task} was not taken yet: who has a task asks about it.`, {
      hint: `dblead take ${request.task}`,
    });
  const question = { task: request.task, number: task.questions.length + 1, by: request.by, text: request.text };
  return await resultOf(context, await record(context, lease, [{ kind: "worker-asked", question }]));
}

/**
 * Hands files in for a taken task; they are reviewed by being executed, exactly like the engine's own. Paths are relative to the project or absolute.
 * Throws `state-refused` when the task was not taken, or a file lies in the project's migration folder; `schema-unreadable`, `file-unreadable`.
 */
export async function handIn(
  context: LeadContext,
  request: { readonly task: string; readonly by: string; readonly files: readonly string[] },
): Promise<RunResult> {
  const id = requirementOfTask(request.task);
  await using lease = await context.store.acquire(id, context.leaseWaitMs);
  const state = await demandRun(context, lease);
  const task = demandTask(state, request.task);
  if (task.takenBy === null || task.worker !== "external")
    throw new LeadError("state-refused", `${request.task} was not taken.`, { hint: `dblead take ${request.task}` });
  if (task.status === "done") throw new LeadError("state-refused", `${request.task} is done already.`);
  if (request.files.length === 0) throw new LeadError("usage-invalid", "No file was named.");
  const deliverable = await readDeliverable(context, task, request.files);
  await record(context, lease, await handInEvents(context, task, "external", deliverable));
  return await resultOf(context, await advance(context, lease));
}

interface HandedFile {
  readonly path: string;
  readonly text: string;
}

async function readDeliverable(context: LeadContext, task: TaskState, paths: readonly string[]): Promise<Deliverable> {
  const { root } = context.configuration;
  const target = findTarget(context.configuration, task.task.target);
  const folder = migrationsFolderOf(target);
  const files: HandedFile[] = [];
  for (const path of paths) {
    const place = resolve(root, path);
    const shown = relative(root, place).split(sep).join("/");
    if (shown.startsWith(`${folder}/`))
      throw new LeadError("state-refused", `${shown} lies in the project's migration folder.`, {
        hint: "Hand it in from another folder: what is accepted is put there by the lead, with the next id.",
      });
    files.push({ path: shown, text: await readText(place) });
  }
  const sources = files.map((file) => ({ path: file.path, hash: hashText(file.text) }));
  if (task.task.kind === "query") {
    const [only, second] = files;
    if (only === undefined || second !== undefined) throw new LeadError("usage-invalid", `${task.task.id} asks for one query in one file.`);
    return { kind: "query", query: only.text.trim().replace(/;\s*$/, ""), sources };
  }
  return {
    kind: "change",
    plan: null,
    stages: readStages(files, target.format, await recordHanded(root, folder, files, target.format)),
    sources,
  };
}

/** What code migrations among the files send: they run after the project's own ones. */
async function recordHanded(
  root: string,
  folder: string,
  files: readonly HandedFile[],
  formatId: string,
): Promise<FolderState["recordings"]> {
  const before = await loadFolder(root, folder);
  const folders = [...new Set(files.map((file) => dirname(file.path)))].map((path) => (path === "." ? "" : path));
  const states = await Promise.all(
    folders.map((path) => withRecordings(root, { folder: path, files }, { format: findFormat(formatId), before })),
  );
  return states.flatMap((state) => state.recordings ?? []);
}

/** The phase stands in a folder's or a file's name (`contract/…`, `…_contract.sql`); what names none is `expand`. Files under `jobs/` are jobs. */
function readStages(files: readonly HandedFile[], formatId: string, recordings: FolderState["recordings"]): readonly DraftStage[] {
  return phases.flatMap((phase): readonly DraftStage[] => {
    const own = files.filter((file) => phaseOf(file.path) === phase);
    const jobs = own.filter((file) => isJob(file.path) && !file.path.endsWith(".down.sql"));
    const migrations = readDrafts(
      own.filter((file) => !isJob(file.path)),
      formatId,
      recordings ?? [],
    );
    if (jobs.length + migrations.length === 0) return [];
    const gate =
      phase === "contract" ? { application: "the application", waitsFor: "no running release uses what this stage takes away" } : null;
    return [{ phase, gate, migrations, jobs: jobs.map((file) => jobOf(file, own)) }];
  });
}

function phaseOf(path: string): Phase {
  const parts = path.toLowerCase().split(/[/._-]+/);
  return phases.find((phase) => phase !== "expand" && parts.includes(phase)) ?? "expand";
}
function isJob(path: string): boolean {
  return path.split("/").includes("jobs");
}

function jobOf(file: HandedFile, all: readonly HandedFile[]): DraftStage["jobs"][number] {
  const name = basename(file.path)
    .replace(/\.sql$/, "")
    .replace(/^\d+[_-]/, "");
  const down = all.find((one) => one.path === file.path.replace(/\.sql$/, ".down.sql"));
  const script = (from: HandedFile): DraftStage["jobs"][number]["script"] => ({
    file: basename(from.path),
    line: 1,
    text: from.text,
    transaction: "none",
  });
  return { name, script: script(file), reverse: down === undefined ? null : script(down) };
}

/** Read by the project's own format where the names fit it, else as plain up and down files. */
function readDrafts(files: readonly HandedFile[], formatId: string, recordings: readonly Recording[]): readonly MigrationDraft[] {
  const format = findFormat(formatId);
  const folders = [...new Set(files.map((file) => dirname(file.path)))];
  const parsed = folders.flatMap((folder) => format.parse({ folder: folder === "." ? "" : folder, files, recordings }));
  const seen = new Set(parsed.flatMap((migration) => [migration.up.file, migration.down?.file ?? ""]));
  const drafts = parsed.map(
    (migration): MigrationDraft => ({
      name: migration.name || migration.id,
      up: migration.up.text,
      down: migration.down?.text ?? "",
      transaction: migration.up.transaction,
    }),
  );
  const rest = files.filter((file) => !seen.has(file.path) && !file.path.endsWith(".down.sql"));
  const plain = rest.map((file): MigrationDraft => {
    const down = files.find((one) => one.path === file.path.replace(/(?:\.up)?\.sql$/, ".down.sql"));
    const transaction = /^--[ \t]*transaction:[ \t]*none\b/im.test(file.text) ? "none" : "own";
    return { name: basename(file.path).replace(/(?:\.up)?\.sql$/, ""), up: file.text, down: down?.text ?? "", transaction };
  });
  return [...drafts, ...plain];
}
