import { lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LeadError } from "../model/error.ts";

export interface PrivateFolder {
  readonly path: string;
  /** Writes down the server's process, so that a later run can end it when this one was killed. */
  noteServer(pid: number): void;
  remove(): void;
}

const owned = new Map<string, number | null>();
let isExitHandled = false;
let counter = 0;

/** The folder of all private folders of this user: nobody else may write to it. As root it can be passed through, for the server's own account. */
export function privateRoot(): string {
  const uid = process.getuid?.() ?? 0;
  const path = join(realpathSync(tmpdir()), `dblead-${uid}`);
  mkdirSync(path, { recursive: true, mode: uid === 0 ? 0o711 : 0o700 });
  const found = lstatSync(path);
  const isOurs =
    found.isDirectory() &&
    (process.getuid === undefined || found.uid === uid) &&
    (process.platform === "win32" || (found.mode & 0o022) === 0);
  if (!isOurs)
    throw new LeadError("file-unwritable", `${path} belongs to somebody else.`, {
      hint: "Remove it, or set TMPDIR to a folder of your own.",
    });
  return path;
}

/** Makes a folder that is gone when the process ends; folders of processes that were killed are cleared away first. */
export function makePrivateFolder(purpose: string): PrivateFolder {
  const root = privateRoot();
  clearLeftovers(root);
  handleExit();
  counter += 1;
  const path = join(root, `${purpose}-${process.pid}-${counter}-${Math.random().toString(36).slice(2, 8)}`);
  try {
    mkdirSync(path, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    throw new LeadError(
      "file-unwritable",
      `The folder for a shadow database cannot be made: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  owned.set(path, null);
  writeFileSync(join(path, "owner"), String(process.pid));
  return {
    path,
    noteServer: (pid) => {
      owned.set(path, pid);
      writeFileSync(join(path, "server"), String(pid));
    },
    remove: () => {
      owned.delete(path);
      // In one go: the asynchronous way takes ten times as long for a data folder.
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

function handleExit(): void {
  if (isExitHandled) return;
  isExitHandled = true;
  process.on("exit", () => {
    for (const [path, pid] of owned) {
      if (pid !== null) endProcess(pid);
      rmSync(path, { recursive: true, force: true });
    }
  });
}

function clearLeftovers(root: string): void {
  for (const name of readdirSync(root)) {
    const owner = /^[a-z]+-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const path = join(root, name);
    const server = Number(readText(join(path, "server")));
    if (server > 0 && commandOf(server).includes(path)) endProcess(server);
    rmSync(path, { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A pid may belong to another program by now: only one that names our folder is ended. */
function commandOf(pid: number): string {
  return readText(`/proc/${pid}/cmdline`);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
