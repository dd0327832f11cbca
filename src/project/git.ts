import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { FileText } from "../model/migration.ts";
import { compareText, skippedFolders } from "./files.ts";

/** A git working tree. Nothing here writes: no index refresh, no hook, no fetch. */
export interface Repository {
  /** Absolute. Paths in answers are relative to it, with forward slashes. */
  readonly root: string;
  /** The commit that a name stands for; null: no such name. */
  commitOf(name: string): Promise<string | null>;
  /** Where two commits parted; null: no common ancestor is known here. */
  mergeBase(one: string, other: string): Promise<string | null>;
  /** What a symbolic name points at (`refs/remotes/origin/HEAD` → `origin/main`); null: nothing. */
  pointsAt(name: string): Promise<string | null>;
  /** Whether the history was cut when it was fetched. */
  isShallow(): Promise<boolean>;
  /** Paths that differ from the last commit, untracked ones too, sorted. */
  changedFiles(): Promise<readonly string[]>;
  /** Paths of a commit, below the folders given (none: all), sorted. */
  listFiles(commit: string, folders?: readonly string[]): Promise<readonly string[]>;
  /** Texts of files as they are in a commit. */
  readFiles(commit: string, paths: readonly string[]): Promise<readonly FileText[]>;
}

interface Answer {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
}

/** What a repository's own settings could start is switched off. */
const quiet = ["--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"];

/**
 * The working tree around a folder; `none`: the folder is in none; `no-git`: there is no git on this machine; `not-ours`: the tree belongs to another user,
 * so git refuses to read it.
 */
export async function openRepository(folder: string): Promise<Repository | "none" | "no-git" | "not-ours"> {
  let up: Answer;
  try {
    up = await git(folder, ["rev-parse", "--show-cdup"]);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "no-git";
    throw cause;
  }
  if (up.code !== 0) return up.err.includes("safe.directory") ? "not-ours" : "none";
  const root = resolve(folder, lineOf(up));
  const ask = async (...args: readonly string[]): Promise<string | null> => {
    const answer = await git(root, args);
    return answer.code === 0 ? lineOf(answer) : null;
  };
  return {
    root,
    commitOf: async (name) => (name === "" || name.startsWith("-") ? null : ask("rev-parse", "--verify", "--quiet", `${name}^{commit}`)),
    mergeBase: (one, other) => ask("merge-base", one, other),
    pointsAt: (name) => ask("rev-parse", "--abbrev-ref", "--verify", "--quiet", name),
    isShallow: async () => (await ask("rev-parse", "--is-shallow-repository")) === "true",
    changedFiles: async () => {
      const { out } = await git(root, ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"]);
      return out
        .toString("utf8")
        .split("\0")
        .filter((line) => line !== "")
        .map((line) => line.slice(3))
        .sort(compareText);
    },
    listFiles: async (commit, folders = []) => {
      const listed = await git(root, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", ...folders.map(asPath)]);
      if (listed.code !== 0) return [];
      const paths = listed.out.toString("utf8").split("\0");
      return paths.filter((path) => path !== "" && !path.split("/").slice(0, -1).some(isSkipped)).sort(compareText);
    },
    readFiles: (commit, paths) => readBlobs(root, commit, paths),
  };
}

function isSkipped(part: string): boolean {
  return part.startsWith(".") || skippedFolders.has(part);
}

function asPath(folder: string): string {
  return folder === "" || folder === "." ? "." : folder.replace(/\/+$/, "");
}

/** https://git-scm.com/docs/git-cat-file#_batch_output: `<oid> <type> <size>\n<content>\n` for each name asked for. */
async function readBlobs(root: string, commit: string, paths: readonly string[]): Promise<readonly FileText[]> {
  const asked = paths.filter((path) => !path.includes("\n"));
  if (asked.length === 0) return [];
  const { out } = await git(root, ["cat-file", "--batch"], `${asked.map((path) => `${commit}:${path}`).join("\n")}\n`);
  const files: FileText[] = [];
  let at = 0;
  for (const path of asked) {
    const end = out.indexOf(0x0a, at);
    if (end === -1) break;
    const [, type = "", size = ""] = out.toString("utf8", at, end).split(" ");
    at = end + 1;
    // `<name> missing` has no content behind it.
    if (!/^\d+$/.test(size)) continue;
    if (type === "blob") files.push({ path, text: out.toString("utf8", at, at + Number(size)) });
    at += Number(size) + 1;
  }
  return files;
}

function git(folder: string, args: readonly string[], input = ""): Promise<Answer> {
  return new Promise((fulfil, reject) => {
    const child = spawn("git", [...quiet, ...args], {
      cwd: folder,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" },
    });
    const parts: Buffer[] = [];
    let err = "";
    child.on("error", reject);
    child.stdin.on("error", () => undefined);
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.stderr.on("data", (part: Buffer) => (err += part.toString("utf8")));
    child.on("close", (code) => fulfil({ code, out: Buffer.concat(parts), err }));
    child.stdin.end(input);
  });
}

function lineOf(answer: Answer): string {
  return answer.out.toString("utf8").trim();
}
