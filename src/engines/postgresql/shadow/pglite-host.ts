import { type ChildProcess, fork } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PgliteRequest, PgliteResponse } from "./pglite-message.ts";
import { makePrivateFolder, type PrivateFolder } from "./private-folder.ts";

/** More than honest shadows need: about 600 MB with 500 tables. */
const memoryLimitBytes = 3 * 2 ** 30;
const diskLimitBytes = 8 * 2 ** 30;
/** Processes that wait for further work, and for how long: a second review finds its program compiled. */
const mostIdle = 2;
const idleMs = 3000;
/** A process is replaced after this many databases, so that what one of them left behind does not add up. */
const mostInstances = 24;

const processFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./pglite-process.ts" : "./pglite-process.js", import.meta.url),
);

type WithoutId<Request> = Request extends { readonly id: number } ? Omit<Request, "id"> : never;
export type HostRequest = WithoutId<PgliteRequest>;

/** One process that holds the databases of one base and its copies. Statements of all of them run one after the other. */
export class PgliteHost {
  readonly folder: PrivateFolder = makePrivateFolder("embedded");
  /** Raised when the process ended: what was open is not any more, and its folder is as after a crash. */
  epoch = 0;
  /** Sessions on it. */
  users = 0;
  private instances = 0;
  private nextId = 1;
  private child: ChildProcess | null = null;
  private queue: Promise<unknown> = Promise.resolve();

  /** A number and a folder for a database of this host. */
  reserve(): { readonly instance: number; readonly folder: string } {
    this.instances += 1;
    return { instance: this.instances, folder: join(this.folder.path, String(this.instances)) };
  }

  get isWorn(): boolean {
    return this.instances >= mostInstances || this.child === null;
  }

  send(request: HostRequest, limitMs: number): Promise<PgliteResponse> {
    const work = this.queue.then(() => this.ask({ ...request, id: this.nextId++ }, limitMs));
    this.queue = work.catch(() => undefined);
    return work;
  }

  /** Ends the process and removes its folder. */
  async end(): Promise<void> {
    const child = this.child;
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.ref();
      this.kill();
      await gone;
    }
    this.folder.remove();
  }

  kill(): void {
    this.child?.kill("SIGKILL");
    this.child = null;
    this.epoch += 1;
  }

  private start(): ChildProcess {
    const child = fork(processFile, [this.folder.path], {
      env: {
        TZ: "UTC",
        NODE_NO_WARNINGS: "1",
        ...(process.env["SystemRoot"] === undefined ? {} : { SystemRoot: process.env["SystemRoot"] }),
      },
      execArgv: [
        "--permission",
        "--allow-fs-read=*",
        `--allow-fs-write=${this.folder.path}`,
        "--allow-worker",
        "--max-old-space-size=1024",
      ],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child.unref();
    child.channel?.unref();
    child.once("exit", () => {
      if (this.child === child) this.kill();
    });
    this.child = child;
    if (child.pid !== undefined) this.folder.noteServer(child.pid);
    return child;
  }

  /** Sends one request and waits for its answer, for the end of the process, or for a limit, whichever comes first. */
  private ask(request: PgliteRequest, limitMs: number): Promise<PgliteResponse> {
    const child = this.child ?? this.start();
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
      void measureFolder(this.folder.path).then((bytes) =>
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

const idle: PgliteHost[] = [];

/** A process for a new family of databases: one that waits, or a new one. */
export function takeHost(): PgliteHost {
  return idle.pop() ?? new PgliteHost();
}

/** The last database of the family is gone. The process waits a moment for further work, and does not keep ours from ending. */
export async function giveBack(host: PgliteHost): Promise<void> {
  // A base that fails gives its process back, and so does whoever closes it.
  if (idle.includes(host)) return;
  if (host.isWorn || idle.length >= mostIdle) return host.end();
  idle.push(host);
  const timer = setTimeout(() => {
    const place = idle.indexOf(host);
    if (place === -1) return;
    idle.splice(place, 1);
    void host.end();
  }, idleMs);
  timer.unref();
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
