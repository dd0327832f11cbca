import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { LeadError } from "../model/error.ts";
import type { Migration, Script } from "../model/migration.ts";
import { inspectPath, listFiles, readText } from "../project/files.ts";
import { detectFormat, findFormat, loadFolder } from "../project/formats.ts";
import type { MigrationFormat } from "../project/formats/format.ts";
import { referencePattern, resolveReference } from "../project/secrets.ts";
import type { OperationContext } from "./operation.ts";

/** Where a schema or a set of migrations comes from. `files` and `folder` are paths; `url` is an address or names a variable (`$SHOP_URL`). */
export type Source =
  | { readonly text: string }
  | { readonly files: readonly string[] }
  | { readonly folder: string; readonly format?: string }
  | { readonly url: string };

/** Migrations of a source, the ones of its folder that run before them, and the format they are written in. */
export interface MigrationSet {
  readonly migrations: readonly Migration[];
  readonly earlier: readonly Migration[];
  readonly format: MigrationFormat | null;
}
export interface Place {
  /** Absolute; paths in answers are relative to it. */
  readonly root: string;
  readonly format?: string;
}

/**
 * A source as it is typed: an address (`postgresql://…`, `$SHOP_URL`, `file:app.db`), a folder, or files separated by commas.
 * Throws `file-unreadable` when a path does not exist.
 */
export async function readSource(text: string, folder: string): Promise<Source> {
  if (referencePattern.test(text) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { url: text };
  const paths = text.split(",").map((part) => part.trim());
  const found = await Promise.all(paths.map((path) => inspectPath(resolve(folder, path))));
  const missing = paths.find((_, index) => found[index] === null);
  if (missing !== undefined) throw new LeadError("file-unreadable", `There is no file or folder ${missing}.`, { hint: sourceHint });
  if (found.length === 1 && found[0]?.kind === "folder") return { folder: paths[0] ?? "" };
  return { files: paths };
}

const sourceHint =
  "A source is an .sql file, a folder of migrations, an address (postgresql://…, file:app.db) or a variable that holds one ($SHOP_URL).";

/** Texts that make the schema of a source, in order. A folder is read as migrations if it holds any, else as plain files by name. */
export async function readScripts(source: Exclude<Source, { readonly url: string }>, place: Place): Promise<readonly Script[]> {
  if ("text" in source) return source.text.trim() === "" ? [] : [scriptOf("text.sql", source.text)];
  if ("files" in source) return Promise.all(source.files.map((file) => readScript(file, place.root)));
  const { migrations } = await readFolder(source.folder, { ...place, ...(source.format === undefined ? {} : { format: source.format }) });
  return migrations.map((migration) => migration.up);
}

/** Throws `usage-invalid` for an address: migrations are files. */
export async function readMigrationSet(source: Source, place: Place): Promise<MigrationSet> {
  if ("url" in source)
    throw new LeadError("usage-invalid", "Migrations are files; an address holds none.", { hint: "Name the files, or their folder." });
  if ("text" in source) return readSingle(source.text);
  if ("folder" in source) return readFolder(source.folder, { ...place, ...(source.format === undefined ? {} : { format: source.format }) });
  return readFiles(source.files, place);
}

/** The address that a source names, its variable resolved. */
export function addressOf(url: string, context: Pick<OperationContext, "env">, root: string): string {
  return referencePattern.test(url) ? resolveReference(url, context.env, root) : url;
}

/** How an address is called in messages: the variable that holds it, or host and database without user and password. */
export function showAddress(given: string, url: string): string {
  if (referencePattern.test(given)) return given;
  const parsed = URL.parse(url);
  return parsed === null || parsed.host === "" ? "the address" : `${parsed.host}${parsed.pathname}`;
}

function readSingle(text: string): MigrationSet {
  const file = { path: "0001_migration.sql", text };
  const detected = detectFormat([file]);
  if (detected === null || detected.format.id === "plain")
    return { migrations: [standAlone(scriptOf("migration.sql", text))], earlier: [], format: null };
  return { migrations: detected.format.parse({ folder: "", files: [file] }), earlier: [], format: detected.format };
}

async function readFolder(folder: string, place: Place): Promise<MigrationSet> {
  const path = pathFrom(place.root, folder);
  const found = await inspectPath(resolve(place.root, folder));
  if (found?.kind !== "folder") throw new LeadError("file-unreadable", `There is no folder ${folder}.`);
  const state = await loadFolder(place.root, path);
  const format = place.format === undefined ? (detectFormat(state.files)?.format ?? null) : findFormat(place.format);
  const migrations = format?.parse(state) ?? [];
  if (migrations.length > 0) return { migrations, earlier: [], format };
  const names = listFiles(resolve(place.root, folder)).filter((name) => name.endsWith(".sql"));
  if (names.length === 0) throw new LeadError("file-unreadable", `The folder ${folder} holds no .sql file.`);
  const scripts = await Promise.all(names.map((name) => readScript(join(folder, name), place.root)));
  return { migrations: scripts.map(standAlone), earlier: [], format: null };
}

/** Files are read in the format of their folder, so that a file's down, its transaction and what runs before it are known. */
async function readFiles(files: readonly string[], place: Place): Promise<MigrationSet> {
  const wanted = new Set(files.map((file) => pathFrom(place.root, file)));
  for (const file of files) {
    const found = await inspectPath(resolve(place.root, file));
    if (found?.kind !== "file") throw new LeadError("file-unreadable", `There is no file ${file}.`);
  }
  for (const folder of candidateFolders(files, place.root)) {
    const state = await loadFolder(place.root, folder);
    const format = place.format === undefined ? detectFormat(state.files)?.format : findFormat(place.format);
    if (format === undefined) continue;
    const all = tryParse(format, state);
    const isWanted = (migration: Migration): boolean =>
      wanted.has(migration.up.file) || (migration.down !== null && wanted.has(migration.down.file));
    const migrations = all.filter(isWanted);
    const read = new Set(migrations.flatMap((migration) => [migration.up.file, migration.down?.file ?? ""]));
    if (migrations.length === 0 || [...wanted].some((file) => !read.has(file))) continue;
    const last = all.findLastIndex(isWanted);
    return { migrations, earlier: all.slice(0, last).filter((migration) => !isWanted(migration)), format };
  }
  const scripts = await Promise.all(files.map((file) => readScript(file, place.root)));
  return { migrations: scripts.map(standAlone), earlier: [], format: null };
}

/** A neighbour that does not parse must not stop a file that stands alone. */
function tryParse(format: MigrationFormat, state: Parameters<MigrationFormat["parse"]>[0]): readonly Migration[] {
  try {
    return format.parse(state);
  } catch (error) {
    if (error instanceof LeadError) return [];
    throw error;
  }
}

function candidateFolders(files: readonly string[], root: string): readonly string[] {
  const folders = new Set(files.map((file) => dirname(pathFrom(root, file))));
  const above = new Set(files.filter((file) => basename(file) === "migration.sql").map((file) => dirname(dirname(pathFrom(root, file)))));
  return [...(above.size === 1 ? above : []), ...(folders.size === 1 ? folders : [])].map((folder) => (folder === "." ? "" : folder));
}

async function readScript(file: string, root: string): Promise<Script> {
  const script = scriptOf(pathFrom(root, file), await readText(resolve(root, file)));
  if (!/\.[cm]?[jt]s$/.test(file)) return script;
  const isModule = /\bexports\b|^\s*export\s/m.test(script.text) && /\bup\b/.test(script.text);
  return { ...script, transaction: "none", program: { entry: isModule ? "up" : null, root: resolve(root) } };
}

function scriptOf(file: string, text: string): Script {
  return { file, line: 1, text, transaction: /^--[ \t]*transaction:[ \t]*none\b/im.test(text) ? "none" : "own" };
}

function standAlone(script: Script): Migration {
  const name = basename(script.file).replace(/\.(?:sql|json|[cm]?[jt]s)$/, "");
  const isModule = script.program?.entry === "up" && /\bdown\b/.test(script.text);
  return { id: name, name, up: script, down: isModule ? { ...script, program: { ...script.program, entry: "down" } } : null };
}

/** Relative to the root, with forward slashes. */
function pathFrom(root: string, path: string): string {
  const absolute = isAbsolute(path) ? path : resolve(root, path);
  return relative(root, absolute).split(sep).join("/");
}
