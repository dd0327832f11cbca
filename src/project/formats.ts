import { join } from "node:path";
import { LeadError } from "../model/error.ts";
import type { FileText, FormatCapabilities } from "../model/migration.ts";
import { findNearest } from "../model/name.ts";
import { type CodeRunner, codeRunners } from "./code-migrations/code-file.ts";
import { listCodeFiles } from "./code-migrations/code-scripts.ts";
import { compareText, inspectPath, listFiles, readText } from "./files.ts";
import { dbmate } from "./formats/dbmate.ts";
import { drizzle } from "./formats/drizzle.ts";
import { flyway } from "./formats/flyway.ts";
import { type FolderState, type MigrationFormat, rollbackFolder, type RunnerMigration } from "./formats/format.ts";
import { commandList } from "./formats/command-list.ts";
import { golangMigrate } from "./formats/golang-migrate.ts";
import { knex } from "./formats/knex.ts";
import { migrateMongo } from "./formats/migrate-mongo.ts";
import { mongosh } from "./formats/mongosh.ts";
import { listPgMigrateFiles, nodePgMigrate } from "./formats/node-pg-migrate.ts";
import { joinPath } from "./formats/scripts.ts";
import { plain } from "./formats/plain.ts";
import { prisma } from "./formats/prisma.ts";
import { sequelize } from "./formats/sequelize.ts";
import { typeorm } from "./formats/typeorm.ts";

/** Most telling first: the names of a plain folder fit some of the others too. */
export const formats: readonly MigrationFormat[] = [
  prisma,
  drizzle,
  flyway,
  dbmate,
  migrateMongo,
  mongosh,
  commandList,
  nodePgMigrate,
  typeorm,
  sequelize,
  knex,
  golangMigrate,
  plain,
];

/** Runners that are recognised, and not written yet. */
export const knownUnsupported = ["alembic", "django", "rails", "liquibase", "goose"] as const;

const largestFileBytes = 64 * 1024 * 1024;
/** Code counts in the folder itself only: what lies deeper belongs to the application. */
const isPartOfFormat = /\.(?:sql|conf|toml)$|(?:^|\/)meta\/_journal\.json$|^[^/]+\.[cm]?[jt]s$|^\d[^/]*\.json$/;

/** Throws `configuration-invalid` with the nearest known name. */
export function findFormat(id: string): MigrationFormat {
  const format = formats.find((candidate) => candidate.id === id);
  if (format !== undefined) return format;
  const known = formats.map((candidate) => candidate.id);
  const nearest = findNearest(id, known);
  const reason = (knownUnsupported as readonly string[]).includes(id)
    ? `Migrations of ${id} are recognised but not supported yet.`
    : `There is no migration format ${id}.`;
  throw new LeadError("configuration-invalid", reason, {
    hint: nearest === undefined ? `Known formats: ${known.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}

/** The format of what stands in a folder, with the file that shows it; null when nothing does. */
export function detectFormat(files: readonly FileText[]): { readonly format: MigrationFormat; readonly file: string } | null {
  for (const format of formats) {
    const file = format.detect(files);
    if (file !== null) return { format, file };
  }
  return null;
}

/** What a format can carry on an engine: only PostgreSQL makes one transaction of a text of several statements. */
export function capabilitiesOn(format: MigrationFormat, engine: string): FormatCapabilities {
  if (engine === "postgresql" || !format.capabilities.oneStatementOutsideTransaction) return format.capabilities;
  const transaction = format.id === "prisma" ? "none" : format.capabilities.transaction;
  return { ...format.capabilities, transaction, oneStatementOutsideTransaction: false };
}

/**
 * Loads a migration folder, code migrations run and recorded; an absent one is empty. `root` is the project, `folder` relative to it; every path in the
 * answer is relative to the project. `format`: where it is known, else what the files show.
 * Throws `file-unreadable`.
 */
export async function loadFolder(root: string, folder: string, format?: MigrationFormat): Promise<FolderState> {
  const clean = folder.replace(/^\.\//, "").replace(/\/+$/, "");
  const state = { folder: clean, files: [...(await loadFiles(root, clean)), ...(await loadFiles(root, rollbackFolder))] };
  return withRecordings(root, state, format === undefined ? {} : { format });
}

/**
 * The same folder with what its code migrations send, as far as running them tells. `format` where it is known, else what the files show; `before`: the
 * folder whose migrations run first. A folder of SQL alone is given back as it is. Failures are in the recordings.
 */
export async function withRecordings(
  root: string,
  state: FolderState,
  known: { readonly format?: MigrationFormat; readonly before?: FolderState } = {},
): Promise<FolderState> {
  if (!state.files.some((file) => isCode(file.path))) return state;
  const runner = (known.format ?? detectFormat(state.files)?.format)?.id;
  // Programs of these are run on the shadow itself.
  if (runner === migrateMongo.id || runner === mongosh.id) return { ...state, root };
  if (runner === undefined || !isCodeRunner(runner)) return state;
  const { recordCode } = await import("./code-migrations/recording.ts");
  const states = known.before === undefined ? [state] : [known.before, state];
  const files = states.flatMap((one) => orderedFiles(runner, one));
  const sql = new Map<string, { readonly up: string; readonly down: string }>();
  for (const one of runner === "node-pg-migrate" ? states : []) {
    const sqlOnly = { ...one, files: one.files.filter((file) => !isCode(file.path)) };
    for (const { up, down } of nodePgMigrate.parse(sqlOnly)) sql.set(up.file, { up: up.text, down: down?.text ?? "" });
  }
  const readSql = (file: FileText): { readonly up: string; readonly down: string } => sql.get(file.path) ?? { up: file.text, down: "" };
  return { ...state, recordings: await recordCode(root, { runner, files, readSql }) };
}

function isCode(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

function orderedFiles(runner: CodeRunner, state: FolderState): readonly FileText[] {
  if (runner === "node-pg-migrate") return listPgMigrateFiles(state).map(({ file }) => file);
  return [...listCodeFiles(state)]
    .sort((a, b) => (runner === "typeorm" ? Number(a.id) - Number(b.id) : compareText(a.file.path, b.file.path)))
    .map(({ file }) => file);
}

function isCodeRunner(id: string): id is CodeRunner {
  return (codeRunners as readonly string[]).includes(id);
}

/** Migrations of a folder in the order in which the runner applies them. Throws `file-unreadable` or `schema-unreadable`. */
export async function readMigrations(format: MigrationFormat, root: string, folder: string): Promise<readonly RunnerMigration[]> {
  return format.parse(await loadFolder(root, folder, format));
}

/** A folder as it will be when `written` stands in it. */
export function mergeFiles(state: FolderState, written: readonly FileText[]): FolderState {
  const replaced = new Set(written.map((file) => file.path));
  return {
    ...state,
    files: [...state.files.filter((file) => !replaced.has(file.path)), ...written.map(({ path, text }) => ({ path, text }))],
  };
}

/** The migrations that `written` adds to a folder. */
export function readWritten(format: MigrationFormat, state: FolderState, written: readonly FileText[]): readonly RunnerMigration[] {
  const before = new Set(format.parse(state).map((migration) => migration.id));
  return format.parse(mergeFiles(state, written)).filter((migration) => !before.has(migration.id));
}

async function loadFiles(root: string, folder: string): Promise<readonly FileText[]> {
  const names = listFiles(join(root, folder), "refuse").filter((name) => isPartOfFormat.test(name));
  const files: FileText[] = [];
  const load = async (name: string): Promise<FileText> => {
    const path = join(root, folder, name);
    const found = await inspectPath(path);
    if (found !== null && found.sizeBytes > largestFileBytes)
      throw new LeadError("file-unreadable", `${joinPath(folder, name)} is larger than 64 MiB.`);
    return { path: joinPath(folder, name), text: await readText(path) };
  };
  for (let at = 0; at < names.length; at += filesAtOnce) files.push(...(await Promise.all(names.slice(at, at + filesAtOnce).map(load))));
  return files;
}

/** Few enough for the usual limit of open files. */
const filesAtOnce = 64;
