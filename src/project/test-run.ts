import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TestRun {
  readonly outcome: "passed" | "failed" | "timed-out";
  readonly durationMs: number;
  /** The last lines that it wrote. */
  readonly tail: string;
}
export interface TestOrder {
  readonly folder: string;
  readonly command: string;
  /** Added to what every run gets: the search path, a home of its own, `CI` and `NODE_ENV`. */
  readonly variables: Readonly<Record<string, string>>;
  readonly limitMs: number;
}

const keptLines = 40;
const keptCharacters = 200_000;

/** Runs a command of the project in a process group of its own with a clean environment, and ends all of it after the limit. */
export async function runTests({ folder, command, variables, limitMs }: TestOrder): Promise<TestRun> {
  const home = await mkdtemp(join(tmpdir(), "dblead-home-"));
  const started = performance.now();
  try {
    const env = {
      PATH: process.env["PATH"] ?? "/usr/bin:/bin",
      HOME: home,
      TMPDIR: home,
      CI: "true",
      NODE_ENV: "test",
      LANG: "C.UTF-8",
      ...variables,
    };
    const child = spawn("/bin/sh", ["-c", command], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let output = "";
    const keep = (part: Buffer): void => void (output = `${output}${part.toString("utf8")}`.slice(-keptCharacters));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      endGroup(child.pid);
    }, limitMs);
    const code = await new Promise<number | null>((fulfil) => {
      child.on("error", () => fulfil(null));
      child.on("close", fulfil);
    });
    clearTimeout(timer);
    endGroup(child.pid);
    const tail = output.trimEnd().split("\n").slice(-keptLines).join("\n");
    return { outcome: isLate ? "timed-out" : code === 0 ? "passed" : "failed", durationMs: performance.now() - started, tail };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone.
  }
}
