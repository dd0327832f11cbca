import { spawn } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { inspectPath, skippedFolders, writeFailure } from "./files.ts";

/** A copy of a project's files, in a folder that goes with it. */
export interface Checkout extends AsyncDisposable {
  readonly folder: string;
}

/** Files of a commit, laid out without touching the repository: neither its index nor its list of working trees. */
export async function checkOut(root: string, commit: string): Promise<Checkout> {
  const folder = await makeFolder();
  const index = join(folder, ".dblead-index");
  const files = join(folder, "files");
  for (const args of [
    ["read-tree", commit],
    ["checkout-index", "--all", "--force", `--prefix=${files}/`],
  ])
    await git(root, args, index);
  return withDependencies(root, files, folder);
}

/** Files as they stand, uncommitted ones too; no `.git`, no dependencies. */
export async function copyTree(root: string): Promise<Checkout> {
  const folder = await makeFolder();
  const files = join(folder, "files");
  const isWanted = (path: string): boolean =>
    !relative(root, path)
      .split(sep)
      .some((part) => part === ".git" || part === ".dblead" || skippedFolders.has(part));
  await cp(root, files, { recursive: true, filter: isWanted, verbatimSymlinks: true });
  return withDependencies(root, files, folder);
}

async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "dblead-checkout-")).catch((cause: unknown) => {
    throw writeFailure(tmpdir(), cause);
  });
}

/** What is installed already serves both versions, where nothing else is said. */
async function withDependencies(root: string, files: string, folder: string): Promise<Checkout> {
  for (const name of ["node_modules", "vendor", ".venv"]) {
    const there = await inspectPath(join(root, name));
    if (there?.kind === "folder" && (await inspectPath(join(files, name))) === null)
      await symlink(join(root, name), join(files, name), "dir");
  }
  return { folder: files, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

function git(root: string, args: readonly string[], index: string): Promise<void> {
  return new Promise((fulfil, reject) => {
    const quiet = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
    const child = spawn("git", [...quiet, ...args], { cwd: root, stdio: "ignore", env: { ...process.env, GIT_INDEX_FILE: index } });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? fulfil() : reject(new Error(`git ${args[0] ?? ""} ended with ${code ?? "a signal"}`))));
  });
}
