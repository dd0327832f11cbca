import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Finding } from "../model/finding.ts";
import type { FileText, Migration } from "../model/migration.ts";
import type { Schema } from "../model/schema.ts";
import { readTextIfPresent, writeWhole } from "../project/files.ts";
import { loadFolder, mergeFiles } from "../project/formats.ts";
import type { FolderState } from "../project/formats/format.ts";
import { renderDifference } from "../report/difference.ts";
import type { NextAction } from "./next-action.ts";
import type { OperationContext } from "./operation.ts";
import { generateDown, placeDown } from "./review-down.ts";
import { applyFixes, rereadMigrations } from "./review-edits.ts";
import { executeReview, type PreparedReview } from "./review-migration.ts";
import { lookAhead } from "./review-outlook.ts";
import { findStatedRenames, type OnlineRewrite, rewriteOnline } from "./review-online.ts";
import type { ExecutedReview, ReviewSubject } from "./review-result.ts";
import { buildSchema } from "./schema-reading.ts";

/** A file that the safe form writes, changes (`before` is its text) or takes away (`after` is null). */
export interface FixedFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}
/** The safe form of a set of migrations, proven as every change is. */
export interface FixReview {
  readonly kind: "fix";
  readonly subject: ReviewSubject;
  /** `edits`: the files as they are, with the rules' own edits; `plan`: the online plan in their place; `none`: nothing better was found. */
  readonly how: "edits" | "plan" | "none";
  readonly done: readonly string[];
  /** Why the plan was not taken; null: it was, or the edits were enough. */
  readonly because: string | null;
  readonly files: readonly FixedFile[];
  /** Unified diff of all files. */
  readonly difference: string;
  /** The review of the files as they were, and as they would be. */
  readonly before: ExecutedReview;
  readonly after: ExecutedReview;
  readonly written: boolean;
  readonly nextAction: NextAction;
}

interface Candidate {
  readonly how: "edits" | "plan";
  readonly done: readonly string[];
  readonly files: readonly FileText[];
  readonly removed: readonly string[];
  readonly review: ExecutedReview;
}

/** Makes the safe form of the files, proves it, and shows it; `write`: puts it into their place. Only what is better than before is offered. */
export async function fixReview(prepared: PreparedReview, context: OperationContext, mode: "show" | "write"): Promise<FixReview> {
  const before = await executeReview(prepared, context);
  const folder = await loadState(prepared);
  const ends = await lookAhead(prepared, context);
  const edits = await tryEdits(prepared, context, folder, ends?.from ?? null);
  const isEnough = edits !== null && weigh(edits.review) === 0;
  const plan =
    ends === null || isEnough
      ? ends === null
        ? "The files cannot be carried out, so nothing tells where they lead."
        : null
      : await tryPlan(prepared, context, folder, ends);
  const candidates = [edits, typeof plan === "object" ? plan : null].filter((one): one is Candidate => one !== null);
  const best = candidates.toSorted((a, b) => weigh(a.review) - weigh(b.review))[0];
  const isBetter = best !== undefined && weigh(best.review) < weigh(before);
  const files = isBetter ? await toFiles(best, prepared.place.root) : [];
  const difference = files.map((file) => renderDifference(file.path, file.before, file.after)).join("");
  const isWritten = isBetter && mode === "write" && (await isWanted(difference, files, context));
  if (isWritten) await writeFiles(files, prepared.place.root);
  return {
    kind: "fix",
    subject: before.subject,
    how: isBetter ? best.how : "none",
    done: isBetter ? best.done : [],
    because: typeof plan === "string" ? plan : null,
    files,
    difference,
    before,
    after: isBetter ? best.review : before,
    written: isWritten,
    nextAction: nextActionOf(isBetter ? (isWritten ? "write" : "show") : "nothing", before),
  };
}

/** At a terminal the difference is looked at before anything is written. */
async function isWanted(difference: string, files: readonly FixedFile[], { confirm }: OperationContext): Promise<boolean> {
  if (confirm === undefined) return true;
  return (await confirm(difference, `Write ${files.length === 1 ? "this file" : `these ${files.length} files`}?`)) === "yes";
}

function nextActionOf(mode: "show" | "write" | "nothing", before: ExecutedReview): NextAction {
  if (mode === "nothing") return before.nextAction;
  if (mode === "show")
    return { kind: "fix-findings", command: "dblead review --fix --write", reason: "The safe form is shown, not written." };
  return { kind: "done", command: "", reason: "The files are written; look at them and commit them." };
}

/** The worse, the more; notes do not count. */
function weigh({ findings }: ExecutedReview): number {
  const of = (level: Finding["level"]): number => findings.filter((finding) => finding.level === level).length;
  return of("error") * 1000 + of("warning");
}

async function loadState({ set, place }: PreparedReview): Promise<FolderState> {
  const paths = set.migrations.map(({ up }) => up.file);
  const first = paths[0] ?? "";
  const own = first.slice(0, Math.max(0, first.lastIndexOf("/")));
  const isNested = paths.every((path) => path.endsWith("/migration.sql")) && set.format?.id === "prisma";
  const folder = isNested ? own.slice(0, Math.max(0, own.lastIndexOf("/"))) : own;
  return loadFolder(place.root, folder);
}

async function tryEdits(
  prepared: PreparedReview,
  context: OperationContext,
  folder: FolderState,
  base: Schema | null,
): Promise<Candidate | null> {
  const edited = await applyFixes(prepared, folder, base);
  const withEdits = { ...prepared, set: { ...prepared.set, migrations: edited.migrations } };
  const downs = await addDowns(withEdits, { ...context, listener: () => undefined }, mergeFiles(folder, edited.files));
  const files = merge(edited.files, downs.files);
  if (files.length === 0) return null;
  const migrations = rereadMigrations(prepared.set.format, mergeFiles(folder, files), prepared.set.migrations);
  if (migrations === null) return null;
  const review = await executeReview({ ...prepared, set: { ...prepared.set, migrations } }, context);
  return { how: "edits", done: [...edited.done, ...downs.done], files, removed: [], review };
}

function merge(first: readonly FileText[], second: readonly FileText[]): readonly FileText[] {
  return [...first.filter(({ path }) => !second.some((file) => file.path === path)), ...second];
}

/** A way back for each migration that lacks one, or whose own does not lead back. */
async function addDowns(
  prepared: PreparedReview,
  context: OperationContext,
  folder: FolderState,
): Promise<{ readonly files: readonly FileText[]; readonly done: readonly string[] }> {
  const { engine, version, set } = prepared;
  if (set.format === null) return { files: [], done: [] };
  const base = [...(await prepared.readBase())];
  let files: readonly FileText[] = [];
  const done: string[] = [];
  for (const migration of set.migrations) {
    const before = await schemaOf(base, prepared, context);
    base.push(migration.up);
    const after = before === null ? null : await schemaOf(base, prepared, context);
    if (before === null || after === null) break;
    if (migration.down !== null && (await leadsBack(prepared, [...base, migration.down], before, context))) continue;
    const renames = await findStatedRenames(engine, { from: after, to: before }, [swapRenames(migration)]);
    const text = await generateDown(engine, version, after, before, renames);
    if (text === null || !(await leadsBack(prepared, [...base, { ...migration.up, text }], before, context))) continue;
    const placed = placeDown(set.format, mergeFiles(folder, files), migration, text);
    if (placed === null) continue;
    files = merge(files, placed.files);
    done.push(
      `${placed.files[0]?.path ?? ""} ${migration.down === null ? "A way back, tried." : "A way back that leads back, instead of one that does not."}`,
    );
  }
  return { files, done };
}

/** On the way back the old name is the new one. */
function swapRenames(migration: Migration): Migration {
  const text = migration.up.text.replaceAll(
    /(\brename\s+(?:column\s+)?)("(?:[^"]|"")+"|[\w$]+)(\s+to\s+)("(?:[^"]|"")+"|[\w$]+)/gi,
    "$1$4$3$2",
  );
  return { ...migration, up: { ...migration.up, text } };
}

async function schemaOf(
  scripts: Parameters<typeof buildSchema>[0],
  { engine, version }: PreparedReview,
  context: OperationContext,
): Promise<Schema | null> {
  return buildSchema(scripts, { engine, version, name: "schema" }, context).catch(() => null);
}

async function leadsBack(
  prepared: PreparedReview,
  scripts: Parameters<typeof buildSchema>[0],
  before: Schema,
  context: OperationContext,
): Promise<boolean> {
  const reached = await schemaOf(scripts, prepared, context);
  return reached !== null && (await prepared.engine.compare(reached, before, {})).length === 0;
}

async function tryPlan(
  prepared: PreparedReview,
  context: OperationContext,
  folder: FolderState,
  ends: { readonly from: Schema; readonly to: Schema },
): Promise<Candidate | string> {
  const rewrite: OnlineRewrite | string = await rewriteOnline(prepared, folder, ends, context);
  if (typeof rewrite === "string") return rewrite;
  const { plan, stages } = rewrite;
  const migrations = stages.flatMap((stage) => stage.migrations);
  const review = await executeReview({ ...prepared, findings: [], set: { ...prepared.set, migrations } }, context, "once", {
    stages,
    plan,
    desired: ends.to,
  });
  const done = plan.steps.map((step) => `${step.phase}: ${step.summary}`);
  return { how: "plan", done, files: rewrite.files, removed: rewrite.removed, review };
}

async function toFiles({ files, removed }: Candidate, root: string): Promise<readonly FixedFile[]> {
  const all = [...files.map(({ path, text }) => ({ path, after: text })), ...removed.map((path) => ({ path, after: null }))];
  return Promise.all(all.map(async ({ path, after }) => ({ path, before: await readTextIfPresent(join(root, path)), after })));
}

async function writeFiles(files: readonly FixedFile[], root: string): Promise<void> {
  for (const { path, after } of files) {
    if (after !== null) await writeWhole(join(root, path), after);
  }
  for (const { path, after } of files) {
    if (after === null) await rm(join(root, path), { force: true });
  }
}
