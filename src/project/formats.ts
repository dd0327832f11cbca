import { join } from "node:path";
import { LeadError } from "../model/error.ts";
import type { FileText, FormatCapabilities } from "../model/migration.ts";
import { findNearest } from "../model/name.ts";
import { inspectPath, listFiles, readText } from "./files.ts";
import { dbmate } from "./formats/dbmate.ts";
import { drizzle } from "./formats/drizzle.ts";
import { flyway } from "./formats/flyway.ts";
import { type FolderState, type MigrationFormat, rollbackFolder, type RunnerMigration } from "./formats/format.ts";
import { joinPath } from "./formats/scripts.ts";
import { plain } from "./formats/plain.ts";
import { prisma } from "./formats/prisma.ts";

/** Most telling first: the names of a plain folder fit some of the others too. */
const formats: readonly MigrationFormat[] = [prisma, drizzle, flyway, dbmate, plain];

/** Runners that are recognised, and not written yet. */
export const knownUnsupported = [
  "golang-migrate",
  "knex",
  "node-pg-migrate",
  "typeorm",
  "sequelize",
  "alembic",
  "django",
  "rails",
  "liquibase",
  "goose",
] as const;

const largestFileBytes = 64 * 1024 * 1024;
const isPartOfFormat = /\.(?:sql|conf|toml)$|(?:^|\/)meta\/_journal\.json$/;

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
 * Loads a migration folder; an absent one is empty. `root` is the project, `folder` relative to it; every path in the answer is relative to the project.
 * Throws `file-unreadable`.
 */
export async function loadFolder(root: string, folder: string): Promise<FolderState> {
  const clean = folder.replace(/^\.\//, "").replace(/\/+$/, "");
  return { folder: clean, files: [...(await loadFiles(root, clean)), ...(await loadFiles(root, rollbackFolder))] };
}

/** Migrations of a folder in the order in which the runner applies them. Throws `file-unreadable` or `schema-unreadable`. */
export async function readMigrations(format: MigrationFormat, root: string, folder: string): Promise<readonly RunnerMigration[]> {
  return format.parse(await loadFolder(root, folder));
}

/** A folder as it will be when `written` stands in it. */
export function mergeFiles(state: FolderState, written: readonly FileText[]): FolderState {
  const replaced = new Set(written.map((file) => file.path));
  return {
    folder: state.folder,
    files: [...state.files.filter((file) => !replaced.has(file.path)), ...written.map(({ path, text }) => ({ path, text }))],
  };
}

/** The migrations that `written` adds to a folder. */
export function readWritten(format: MigrationFormat, state: FolderState, written: readonly FileText[]): readonly RunnerMigration[] {
  const before = new Set(format.parse(state).map((migration) => migration.id));
  return format.parse(mergeFiles(state, written)).filter((migration) => !before.has(migration.id));
}

async function loadFiles(root: string, folder: string): Promise<readonly FileText[]> {
  const names = listFiles(join(root, folder)).filter((name) => isPartOfFormat.test(name));
  const files: FileText[] = [];
  for (const name of names) {
    const path = join(root, folder, name);
    const found = await inspectPath(path);
    if (found !== null && found.sizeBytes > largestFileBytes)
      throw new LeadError("file-unreadable", `${joinPath(folder, name)} is larger than 64 MiB.`);
    files.push({ path: joinPath(folder, name), text: await readText(path) });
  }
  return files;
}
