import { randomBytes } from "node:crypto";
import { isUtf8 } from "node:buffer";
import { type Dirent, readdirSync, statSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { LeadError } from "../model/error.ts";

/** Folders that hold nothing a person wrote. */
export const skippedFolders: ReadonlySet<string> = new Set([
  ...["node_modules", "dist", "build", "out", "target", "vendor", "coverage", "__pycache__", "venv"],
]);

/**
 * Writes a file whole or not at all: temporary file beside it, flushed, then renamed. Makes the folders above it.
 * Throws `disk-full` or `file-unwritable`; what stood there before is then untouched.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailure(path, cause);
  }
}

/** The text of a file, or null when there is none. Throws `file-unreadable` for anything else that goes wrong. */
export async function readTextIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") return null;
    throw readFailure(path, cause);
  }
}

/** The text of a file. Throws `file-unreadable`, also for what is no UTF-8 text. */
export async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") throw new LeadError("file-unreadable", `There is no file ${path}.`);
    throw readFailure(path, cause);
  }
  if (!isUtf8(bytes) || bytes.includes(0))
    throw new LeadError("file-unreadable", `${path} is no text in UTF-8.`, {
      hint: "Is it the right file? A text in another encoding must be saved as UTF-8.",
    });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** Size in bytes and kind of what stands at a path; null when nothing does. */
export async function inspectPath(path: string): Promise<{ readonly kind: "file" | "folder"; readonly sizeBytes: number } | null> {
  try {
    const found = await stat(path);
    return { kind: found.isDirectory() ? "folder" : "file", sizeBytes: found.size };
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") return null;
    throw readFailure(path, cause);
  }
}

/**
 * Files below a folder, sorted, relative to it, with forward slashes. Hidden folders and {@link skippedFolders} are left out; links to files
 * count as files, links to folders are not followed. An absent folder has no files; one that cannot be read throws `file-unreadable`, and so does, where asked
 * for, a link that leads nowhere.
 */
export function listFiles(folder: string, deadLinks: "skip" | "refuse" = "skip"): readonly string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of listEntries(next)) {
      const path = join(next, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith(".") && !skippedFolders.has(entry.name)) waiting.push(path);
      if (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path, deadLinks)))
        found.push(relative(folder, path).split(sep).join("/"));
    }
  }
  return found.sort(compareText);
}

function leadsToFile(path: string, deadLinks: "skip" | "refuse"): boolean {
  try {
    return statSync(path).isFile();
  } catch (cause) {
    if (deadLinks === "skip") return false;
    throw readFailure(path, cause);
  }
}

function listEntries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") return [];
    throw readFailure(folder, cause);
  }
}

/** Order by code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

function readFailure(path: string, cause: unknown): LeadError {
  const reason: Readonly<Record<string, string>> = {
    EACCES: "this user may not read it",
    EPERM: "this user may not read it",
    EISDIR: "it is a folder",
    ENOENT: "the link leads nowhere",
    ELOOP: "the link leads back to itself",
  };
  return new LeadError("file-unreadable", `${path} cannot be read: ${reason[codeOf(cause)] ?? (codeOf(cause) || "unknown reason")}.`, {
    cause,
  });
}

/** What a failed write means: `disk-full` or `file-unwritable`. */
export function writeFailure(path: string, cause: unknown): LeadError {
  const code = codeOf(cause);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new LeadError("disk-full", `There is no space left to write ${path}.`, {
      cause,
      hint: "Free some space and run the same command again; nothing was half-written.",
    });
  }
  const reason: Readonly<Record<string, string>> = {
    EACCES: "this user may not write there",
    EPERM: "this user may not write there",
    EROFS: "the file system is read-only",
    EISDIR: "a folder of that name is there",
    ENOTDIR: "a file stands where a folder is needed",
    EEXIST: "a file stands where a folder is needed",
  };
  return new LeadError("file-unwritable", `${path} cannot be written: ${reason[code] ?? (code || "unknown reason")}.`, { cause });
}
