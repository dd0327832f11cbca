import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Script } from "../../../model/migration.ts";
import { copyFolder } from "./folder-copy.ts";

/** States kept; the oldest beyond that go. One is about 25 MB and the rows. */
const keptStates = 16;
/** Raised when what a kept folder holds changes. */
const layout = 2;

/** The same scripts on the same server give the same state. */
export function hashState(server: string, base: readonly Script[], seed: readonly Script[]): string {
  const scripts = [base, seed].map((list) => list.map((script) => [script.transaction, script.text]));
  return createHash("sha256")
    .update(JSON.stringify([layout, server, scripts]))
    .digest("hex")
    .slice(0, 32);
}

/** Folder of a kept state, or null. It may be thrown away before it is copied: the copy then fails, and the state is built anew. */
export async function findState(cacheFolder: string, hash: string): Promise<string | null> {
  const kept = join(cacheFolder, "postgresql", hash);
  const now = new Date();
  const isKept = await utimes(join(kept, "complete"), now, now).then(
    () => true,
    () => false,
  );
  return isKept ? join(kept, "state") : null;
}

/** Copies a kept state to `destination`; false when there is none. A state that is thrown away meanwhile counts as none. */
export async function restoreState(cacheFolder: string, hash: string, destination: string): Promise<boolean> {
  const kept = await findState(cacheFolder, hash);
  if (kept === null) return false;
  try {
    copyFolder(kept, destination);
    return true;
  } catch {
    await rm(destination, { recursive: true, force: true });
    return false;
  }
}

/** Keeps a copy of an idle folder: whole under a temporary name, then renamed, so that several processes may keep the same one. */
export async function keepState(cacheFolder: string, hash: string, source: string): Promise<void> {
  const root = join(cacheFolder, "postgresql");
  const temporary = join(root, `.new-${hash}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  try {
    copyFolder(source, join(temporary, "state"));
    await writeFile(join(temporary, "complete"), "");
    await rename(temporary, join(root, hash)).catch(async (error: unknown) => {
      // Somebody else was first: theirs is the same.
      if (!(await isThere(join(root, hash, "complete")))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await prune(root);
}

async function prune(root: string): Promise<void> {
  const found: { readonly name: string; readonly usedMs: number }[] = [];
  for (const name of await readdir(root)) {
    const path = join(root, name);
    const marked = name.startsWith(".") ? await stat(path).catch(() => null) : await stat(join(path, "complete")).catch(() => null);
    if (marked === null) continue;
    // Left behind by a process that was killed while it copied.
    if (name.startsWith(".")) {
      if (Date.now() - marked.mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
    } else found.push({ name, usedMs: marked.mtimeMs });
  }
  const excess = found.sort((a, b) => b.usedMs - a.usedMs).slice(keptStates);
  for (const { name } of excess) {
    const trash = join(root, `.old-${name}-${process.pid}`);
    // Renamed first: a reader that is copying it fails and builds anew, it never gets half.
    await rename(join(root, name), trash).catch(() => undefined);
    await rm(trash, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
