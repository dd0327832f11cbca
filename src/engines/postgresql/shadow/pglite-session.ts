import { type ChildProcess, fork } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LeadError } from "../../../model/error.ts";
import { type Answer, ServerError, type Session } from "../connection/session.ts";
import type { PgliteRequest, PgliteResponse } from "./pglite-message.ts";
import type { PrivateFolder } from "./private-folder.ts";

/** More than an honest shadow needs: about 600 MB with 500 tables. */
const memoryLimitBytes = 3 * 2 ** 30;
const diskLimitBytes = 8 * 2 ** 30;
const startLimitMs = 120_000;

export interface PgliteSession extends Session {
  /** Loads further extensions by their SQL names; the server starts anew on the same folder. Unknown names are left to the server to refuse. */
  ensureExtensions(names: readonly string[]): Promise<void>;
  readonly extensions: readonly string[];
}
export interface PgliteOptions {
  readonly folder: PrivateFolder;
  readonly dataFolder: string;
  readonly extensions: readonly string[];
  readonly statementLimitMs: number;
}

export async function openPgliteSession(options: PgliteOptions): Promise<PgliteSession> {
  const session = new ProcessSession(options);
  await session.start();
  return session;
}

const locate = createRequire(import.meta.url);
const processFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./pglite-process.ts" : "./pglite-process.js", import.meta.url),
);

/** Version of the PGlite package, which decides what a data folder may be started with. */
export async function readPgliteVersion(): Promise<string> {
  const text = await readFile(join(dirname(locate.resolve("@electric-sql/pglite")), "..", "package.json"), "utf8");
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
}

async function isAvailable(extension: string): Promise<boolean> {
  const file = join(dirname(locate.resolve("@electric-sql/pglite")), "contrib", `${extension.replaceAll("-", "_")}.js`);
  return (await stat(file).catch(() => null)) !== null;
}

class ProcessSession implements PgliteSession {
  extensions: readonly string[];
  private readonly options: PgliteOptions;
  private child: ChildProcess | null = null;
  private nextId = 1;
  private isClosed = false;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(options: PgliteOptions) {
    this.options = options;
    this.extensions = options.extensions;
  }

  async start(): Promise<void> {
    const { folder, dataFolder } = this.options;
    const child = fork(processFile, [folder.path], {
      env: {
        TZ: "UTC",
        NODE_NO_WARNINGS: "1",
        ...(process.env["SystemRoot"] === undefined ? {} : { SystemRoot: process.env["SystemRoot"] }),
      },
      execArgv: ["--permission", "--allow-fs-read=*", `--allow-fs-write=${folder.path}`, "--allow-worker", "--max-old-space-size=1024"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child.unref();
    this.child = child;
    if (child.pid !== undefined) folder.noteServer(child.pid);
    const response = await this.ask({ id: this.nextId++, kind: "start", dataFolder, extensions: this.extensions }, startLimitMs);
    if (response.kind !== "started") {
      this.kill();
      const message = response.kind === "answers" ? "it gave no answer" : response.message;
      throw new LeadError("engine-missing", `Embedded PostgreSQL cannot be started: ${message}`, {
        hint: "Check free space in the temporary folder, or name a server with [shadow.postgresql] url or bin.",
      });
    }
  }

  run(text: string): Promise<readonly Answer[]> {
    const work = this.queue.then(() => this.runNow(text));
    this.queue = work.catch(() => undefined);
    return work;
  }

  private async runNow(text: string): Promise<readonly Answer[]> {
    if (this.isClosed) throw new LeadError("shadow-failed", "The shadow database is closed.");
    // Killed or broken before: the folder is as after a crash, and recovers on its own.
    if (this.child === null) await this.start();
    const response = await this.ask({ id: this.nextId++, kind: "run", text }, this.options.statementLimitMs);
    switch (response.kind) {
      case "answers":
        return response.answers;
      case "refused":
        throw new ServerError(response.message, response.code, response.hint, response.position);
      case "started":
      case "broken":
        this.kill();
        throw new ServerError(response.kind === "broken" ? response.message : "the server stopped", "57P02", null, null);
    }
  }

  async ensureExtensions(names: readonly string[]): Promise<void> {
    const wanted: string[] = [];
    for (const name of names) if (!this.extensions.includes(name) && (await isAvailable(name))) wanted.push(name);
    if (wanted.length === 0) return;
    await this.run("checkpoint");
    this.kill();
    this.extensions = [...this.extensions, ...wanted];
    await this.start();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.ref();
    this.kill();
    await gone;
  }

  private kill(): void {
    this.child?.kill("SIGKILL");
    this.child = null;
  }

  /** Sends one request and waits for its answer, for the end of the process, or for a limit, whichever comes first. */
  private ask(request: PgliteRequest, limitMs: number): Promise<PgliteResponse> {
    const child = this.child;
    if (child === null) return Promise.resolve({ id: request.id, kind: "broken", message: "the server is not running" });
    return new Promise((resolve) => {
      const limits = this.watchLimits(child, limitMs, (message) =>
        finish({ id: request.id, kind: "refused", message, code: "57014", hint: null, position: null }, "kill"),
      );
      const onMessage = (response: PgliteResponse): void => {
        if (response.id === request.id) finish(response, "keep");
      };
      const onExit = (): void => finish({ id: request.id, kind: "broken", message: "the embedded server stopped" }, "kill");
      const finish = (response: PgliteResponse, then: "keep" | "kill"): void => {
        limits.stop();
        child.off("message", onMessage);
        child.off("exit", onExit);
        child.channel?.unref();
        if (then === "kill" && this.child === child) this.kill();
        resolve(response);
      };
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.channel?.ref();
      child.send(request, (error) => {
        if (error !== null) onExit();
      });
    });
  }

  /** Time, memory and disk, enforced from here: the server inside takes no timeout. */
  private watchLimits(child: ChildProcess, limitMs: number, exceed: (message: string) => void): { stop(): void } {
    const time = setTimeout(() => exceed(`the statement was stopped after ${limitMs / 1000} s`), limitMs);
    const watch = setInterval(() => {
      void readMemory(child.pid ?? 0).then((bytes) =>
        bytes > memoryLimitBytes ? exceed("the statement was stopped: it took more than 3 GB of memory") : undefined,
      );
      void measureFolder(this.options.folder.path).then((bytes) =>
        bytes > diskLimitBytes ? exceed("the statement was stopped: it took more than 8 GB of disk") : undefined,
      );
    }, 2000);
    return {
      stop: () => {
        clearTimeout(time);
        clearInterval(watch);
      },
    };
  }
}

/** Resident bytes where the system tells (Linux); otherwise 0. */
async function readMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

async function measureFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
  return bytes;
}
