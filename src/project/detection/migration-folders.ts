import { compareText } from "../files.ts";
import { detectFormat, formats } from "../formats.ts";
import type { Sighting } from "./clues.ts";
import { lineAt } from "./clues.ts";

/** A folder of migrations. `recognised`: the runner is known by name, its files are neither read nor written. */
export interface DetectedMigrations {
  readonly format: string;
  readonly support: "supported" | "recognised";
  readonly folder: string;
  readonly sighting: Sighting;
}
type Read = (path: string) => Promise<string>;

/** Runners told by a file's path and, where that is not enough, by what it holds; those whose files are not SQL, and those that are known by name only. */
const byContent: readonly { readonly id: string; readonly path: RegExp; readonly holds: RegExp | null }[] = [
  { id: "goose", path: /(?:^|\/)\d+_[^/]*\.sql$/, holds: /^--\s*\+goose\s+Up/im },
  { id: "rails", path: /(?:^|\/)db\/migrate\/\d{14}_[^/]*\.rb$/, holds: /ActiveRecord::Migration/ },
  { id: "alembic", path: /(?:^|\/)versions\/[^/]*\.py$/, holds: /^\s*down_revision\b/m },
  { id: "django", path: /(?:^|\/)migrations\/\d{4}_[^/]*\.py$/, holds: /\bmigrations\.Migration\b/ },
  { id: "typeorm", path: /(?:^|\/)\d{13}-[^/]*\.[cm]?[jt]s$/, holds: /\bMigrationInterface\b|\bqueryRunner\b/ },
  {
    id: "migrate-mongo",
    path: /(?:^|\/)\d{14}-[^/]*\.[cm]?[jt]s$/,
    holds:
      /\bdb\s*\.\s*(?:collection|createCollection|dropCollection|renameCollection|command|listCollections|admin)\s*(?:<[^>]*>)?\s*\(|\bclient\s*\.\s*(?:db|startSession|withSession)\s*\(/,
  },
  { id: "mongosh", path: /(?:^|\/)\d+[_.-][^/]*(?<!\.down)\.(?:mongodb\.)?js$/, holds: /^(?:db\s*\.\s*\w+|use\s*\()/m },
  {
    id: "command-list",
    path: /(?:^|\/)\d+[_.-][^/]*\.json$/,
    holds: /^\s*\{\s*"(?:create|createIndexes|collMod|update|insert|delete|drop|dropIndexes|renameCollection)"\s*:/m,
  },
  { id: "sequelize", path: /(?:^|\/)\d{14}-[^/]*\.[cm]?[jt]s$/, holds: /\bqueryInterface\b/ },
  { id: "node-pg-migrate", path: /(?:^|\/)\d{13,17}[_-][^/]*\.[cm]?[jt]s$/, holds: /\bpgm\b/ },
  { id: "knex", path: /(?:^|\/)\d{14}_[^/]*\.[cm]?[jt]s$/, holds: /\bknex\b/ },
  { id: "liquibase", path: /(?:^|\/)[^/]*changelog[^/]*\.(?:xml|ya?ml|json)$/, holds: /databaseChangeLog/ },
];

/** Folders of migrations below a project, nearest to its root first; each folder once. `hints`: texts that may name golang-migrate. */
export async function findMigrationFolders(
  paths: readonly string[],
  read: Read,
  hints: readonly string[],
): Promise<readonly DetectedMigrations[]> {
  const found = new Map<string, DetectedMigrations>();
  for (const [folder, members] of groupByFolder(paths.filter((path) => path.endsWith(".sql") || path.endsWith("meta/_journal.json")))) {
    const detected = await detectSqlFolder(folder, members, read, hints);
    if (detected !== null) found.set(folder, detected);
  }
  for (const { id, path: pattern, holds } of byContent) {
    for (const path of paths) {
      const folder = parentOf(path);
      if (!pattern.test(path) || (found.has(folder) && id !== "goose")) continue;
      const text = await read(path);
      const at = holds === null ? 0 : text.search(holds);
      if (at === -1 || found.get(folder)?.format === id) continue;
      found.set(folder, {
        format: id,
        support: formats.some((format) => format.id === id) ? "supported" : "recognised",
        folder,
        sighting: { file: path, line: lineAt(text, at), text: (text.slice(at).split("\n")[0] ?? "").trim().slice(0, 120) },
      });
    }
  }
  return [...found.values()].sort((a, b) => depthOf(a.folder) - depthOf(b.folder) || compareText(a.folder, b.folder));
}

/** By the folder that a configuration would name: Prisma's holds one folder a migration, Drizzle's has `meta/` below it. */
function groupByFolder(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const isNested = /(?:^|\/)\d+[^/]*\/migration\.sql$|(?:^|\/)meta\/_journal\.json$/.test(path);
    const folder = isNested ? parentOf(parentOf(path)) : parentOf(path);
    groups.set(folder, [...(groups.get(folder) ?? []), path]);
  }
  return groups;
}

async function detectSqlFolder(
  folder: string,
  members: readonly string[],
  read: Read,
  hints: readonly string[],
): Promise<DetectedMigrations | null> {
  const files = [];
  for (const path of members.slice(0, 50)) files.push({ path, text: await read(path) });
  const detected = detectFormat(files);
  if (detected === null) return null;
  const sighting = { file: detected.file, line: 1, text: detected.file.split("/").at(-1) ?? detected.file };
  if (detected.format.id !== "plain") return { format: detected.format.id, support: "supported", folder, sighting };
  // Numbered files alone are no migrations; a pair, or a folder that says so, is.
  const isPair = members.some((path) => path.endsWith(".up.sql"));
  if (!isPair && !/migrat|schema|changes/i.test(folder)) return null;
  if (isPair && hints.some((text) => /golang-migrate|migrate\/migrate\b/.test(text)))
    return { format: "golang-migrate", support: "supported", folder, sighting };
  return { format: "plain", support: "supported", folder, sighting };
}

function parentOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut === -1 ? "." : path.slice(0, cut);
}

function depthOf(folder: string): number {
  return folder === "." ? 0 : folder.split("/").length;
}
