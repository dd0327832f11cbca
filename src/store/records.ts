import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from "node:path";
import { LeadError } from "../model/error.ts";
import type { Records } from "../ports/store.ts";

/**
 * The committed files of a project. Only paths inside one of the `writable` folders (relative to `root`) may be written or removed;
 * any other throws `file-unwritable` before the disk is touched.
 */
export function openRecords(root: string, writable: readonly string[]): Records {
  const allowed = writable.map(tidy);
  const locate = (path: string): string => {
    const clean = tidy(path);
    if (!allowed.some((folder) => folder === "." || clean === folder || clean.startsWith(`${folder}/`))) {
      throw new LeadError("file-unwritable", `${clean} lies outside the folders that Database Lead may write (${allowed.join(", ")}).`);
    }
    return join(root, clean);
  };
  return {
    read: (path) => readIfPresent(join(root, path), path),
    write: async (path, text) => {
      const place = locate(path);
      if ((await readIfPresent(place, path)) !== text) await writeWhole(place, path, text);
    },
    remove: async (path) => {
      const place = locate(path);
      await rm(place, { force: true }).catch((cause: unknown) => fail(path, "unwritable", cause));
    },
    list: (folder) => listBelow(root, tidy(folder)),
  };
}

function tidy(path: string): string {
  const clean = normalize(path).split(sep).join("/").replace(/\/+$/, "");
  if (isAbsolute(path) || clean === ".." || clean.startsWith("../"))
    throw new LeadError("file-unwritable", `${path} lies outside the project.`);
  return clean === "" ? "." : clean;
}

/** Temporary file, flushed, renamed, and the folder flushed: after a power cut there is the old file or the new one. */
async function writeWhole(place: string, shown: string, text: string): Promise<void> {
  const temporary = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await mkdir(dirname(place), { recursive: true });
    await sweep(dirname(place), basename(place));
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, place);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return fail(shown, "unwritable", cause);
  }
}

/** Temporary files of the same name are what a killed process left. */
async function sweep(folder: string, name: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (entry.startsWith(`.${name}.`) && entry.endsWith(".tmp")) await rm(join(folder, entry), { force: true });
  }
}

async function readIfPresent(place: string, shown: string): Promise<string | null> {
  try {
    return await readFile(place, "utf8");
  } catch (cause) {
    return ["ENOENT", "ENOTDIR"].includes(codeOf(cause)) ? null : fail(shown, "unreadable", cause);
  }
}

async function listBelow(root: string, folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".tmp"))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (cause) {
    return ["ENOENT", "ENOTDIR"].includes(codeOf(cause)) ? [] : fail(folder, "unreadable", cause);
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

function fail(path: string, what: "unreadable" | "unwritable", cause: unknown): never {
  const code = codeOf(cause);
  if (code === "ENOSPC" || code === "EDQUOT")
    throw new LeadError("disk-full", `There is no space left to write ${path}.`, {
      cause,
      hint: "Free some space and run the same command again; nothing was half-written.",
    });
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "this user may not",
    EPERM: "this user may not",
    EROFS: "the file system is read-only",
    EISDIR: "it is a folder",
    ENOTDIR: "a file stands where a folder is needed",
    EEXIST: "a file stands where a folder is needed",
  };
  const verb = what === "unreadable" ? "read" : "written";
  throw new LeadError(
    what === "unreadable" ? "file-unreadable" : "file-unwritable",
    `${path} cannot be ${verb}: ${reasons[code] ?? (code || "unknown reason")}.`,
    { cause },
  );
}
