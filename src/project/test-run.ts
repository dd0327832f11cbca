import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { findIsolation, type Isolation } from "./test-run/isolation.ts";
import { defaultLimits, type Limits, measureFolder, measureMemory } from "./test-run/limits.ts";
import { programFile } from "./test-run/programs.ts";
import { parseTrace, traceVariable } from "./test-run/trace.ts";

export interface TestRun {
  readonly outcome: "passed" | "failed" | "timed-out" | "stopped";
  /** Why it was stopped from outside. */
  readonly reason: string | null;
  readonly durationMs: number;
  /** The last lines that it wrote. */
  readonly tail: string;
  /** What the hook told of who asked the database what from where. */
  readonly sites: readonly TestSite[];
}
export interface TestSite {
  readonly connection: string;
  readonly frame: number;
  readonly test: string | null;
  /** Relative to the folder. */
  readonly file: string | null;
  readonly line: number | null;
}
/** The one thing outside that it may reach. */
export interface TestDatabase {
  readonly socket: string;
  readonly user: string;
  readonly database: string;
  /** The variable that takes the address as a URL. */
  readonly variable: string;
  /** Bytes on its disk. */
  readonly sizeBytes: () => Promise<number>;
}
export interface TestOrder {
  readonly folder: string;
  readonly command: string;
  /** Null: it needs none, and may use the network (to install what it needs). */
  readonly database: TestDatabase | null;
  readonly limitMs: number;
  readonly limits?: Limits;
}

const keptLines = 40;
const keptCharacters = 200_000;
const watchMs = 500;
const diskWatchMs = 2000;
const mostTraceBytes = 64 * 2 ** 20;

/** Whether the tests have a network of their own, with nothing in it but their database. */
export function isAlone(): boolean {
  return findIsolation().network === "own";
}

/** In words, what the system does not allow to enforce here. */
export function describeIsolation(): readonly string[] {
  const { network, processes } = findIsolation();
  return [
    ...(network === "own" ? [] : ["the tests could reach the network: the system allows no network namespace"]),
    ...(processes === "own" ? [] : ["processes that left the tests' process group were not ended with them"]),
    ...(process.platform === "linux" ? [] : ["the tests' memory was not limited"]),
    ...(process.getuid?.() === 0 ? ["the tests ran as root, as this command did"] : []),
  ];
}

/**
 * Runs a command of the project in a process group of its own with a clean environment, in a network that has nothing but the database where the system
 * allows it, and ends all of it when it takes too much time, memory or disk. No secret of ours is in its environment.
 */
export async function runTests(order: TestOrder): Promise<TestRun> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "dblead-home-")));
  const started = performance.now();
  try {
    const trace = join(home, "trace");
    await writeFile(trace, "", { mode: 0o600 });
    await using gate = await openGate(order.database);
    const child = start(order, gate, { home, trace });
    const { outcome, reason, output } = await attend(child, order, home);
    const tail = output.trimEnd().split("\n").slice(-keptLines).join("\n");
    return { outcome, reason, durationMs: performance.now() - started, tail, sites: await readSites(trace, order.folder) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Where the program finds its database: the port is passed on to the socket, by us or inside of its own network. */
interface Gate extends AsyncDisposable {
  readonly port: number;
  readonly isolation: Isolation;
}

async function openGate(database: TestDatabase | null): Promise<Gate> {
  const isolation = database === null ? { command: [], network: "shared" as const, processes: "shared" as const } : findIsolation();
  const server = createServer((client) => {
    if (database === null) return void client.destroy();
    const inside = connect(database.socket);
    for (const [from, to] of [
      [client, inside],
      [inside, client],
    ] as const) {
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  const port = await listen(server);
  // In a network of its own the port is free there; ours is not needed.
  if (isolation.network === "own" || database === null) await close(server);
  return { port, isolation, [Symbol.asyncDispose]: () => close(server) };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

interface Places {
  readonly home: string;
  readonly trace: string;
}

function start({ folder, command, database }: TestOrder, { port, isolation }: Gate, { home, trace }: Places): ChildProcess {
  const hook = `--import=${pathToFileURL(programFile("client-hook")).href}`;
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOME: home,
    TMPDIR: home,
    CI: "true",
    NODE_ENV: "test",
    LANG: "C.UTF-8",
  };
  if (database === null) return spawnShell(["/bin/sh", "-c", command], folder, env);
  const { user, database: name, variable } = database;
  const host = "127.0.0.1";
  Object.assign(env, { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: user, PGDATABASE: name, PGSSLMODE: "disable" });
  env[variable] = `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(user)}@${host}:${port}/${name}`;
  env[traceVariable] = trace;
  if (isolation.network === "own") {
    env["DBLEAD_NODE_OPTIONS"] = hook;
    return spawnShell(
      [...isolation.command, process.execPath, programFile("loopback"), String(port), database.socket, command],
      folder,
      env,
    );
  }
  env["NODE_OPTIONS"] = hook;
  return spawnShell(["/bin/sh", "-c", command], folder, env);
}

function spawnShell(words: readonly string[], folder: string, env: Readonly<Record<string, string>>): ChildProcess {
  const [program = "/bin/sh", ...args] = words;
  return spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
}

interface Attended {
  readonly outcome: TestRun["outcome"];
  readonly reason: string | null;
  readonly output: string;
}

async function attend(
  child: ChildProcess,
  { folder, limitMs, database, limits = defaultLimits }: TestOrder,
  home: string,
): Promise<Attended> {
  let output = "";
  const keep = (part: Buffer): void => void (output = `${output}${part.toString("utf8")}`.slice(-keptCharacters));
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const stops: Omit<Attended, "output">[] = [];
  const stop = (outcome: TestRun["outcome"], reason: string): void => {
    stops.push({ outcome, reason });
    endGroup(child.pid);
  };
  const timer = setTimeout(() => stop("timed-out", `it took more than ${Math.round(limitMs / 1000)} s`), limitMs);
  const held = measureFolder(folder, Number.POSITIVE_INFINITY);
  let nextDisk = performance.now() + diskWatchMs;
  const watcher = setInterval(() => {
    const memory = measureMemory(child.pid ?? 0);
    if (memory !== null && memory > limits.memoryBytes) stop("stopped", `it took more than ${printSize(limits.memoryBytes)} of memory`);
    const now = performance.now();
    if (now < nextDisk) return;
    const disk = measureFolder(home, limits.diskBytes) + Math.max(0, measureFolder(folder, held + limits.diskBytes) - held);
    if (disk > limits.diskBytes) stop("stopped", `it took more than ${printSize(limits.diskBytes)} of disk`);
    // A folder of many files is looked at less often: the recorder runs in this process too.
    nextDisk = performance.now() + Math.max(diskWatchMs, 20 * (performance.now() - now));
    void database?.sizeBytes().then(
      (bytes) => (bytes > limits.diskBytes ? stop("stopped", `its databases took more than ${printSize(limits.diskBytes)}`) : undefined),
      () => undefined,
    );
  }, watchMs);
  const code = await new Promise<number | null>((fulfil) => {
    child.on("error", () => fulfil(null));
    child.on("close", fulfil);
    // A process that it left behind may hold its output open.
    child.on("exit", (ended) => {
      endGroup(child.pid);
      setTimeout(() => fulfil(ended), 2000).unref();
    });
  });
  clearTimeout(timer);
  clearInterval(watcher);
  endGroup(child.pid);
  return { ...(stops[0] ?? { outcome: code === 0 ? "passed" : "failed", reason: null }), output };
}

function printSize(bytes: number): string {
  return bytes >= 2 ** 30 ? `${Math.round(bytes / 2 ** 30)} GB` : `${Math.round(bytes / 2 ** 20)} MB`;
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone.
  }
}

async function readSites(trace: string, folder: string): Promise<readonly TestSite[]> {
  chmodSync(trace, 0o600);
  const root = await realpath(folder);
  const text = (await readFile(trace, "utf8").catch(() => "")).slice(0, mostTraceBytes);
  return parseTrace(text).map(({ c, n, t, f, l }) => {
    const path = f === null ? null : relative(root, f).split(sep).join("/");
    const file = path === null || path.startsWith("..") || path === "" ? null : path;
    return { connection: c, frame: n, test: t, file, line: file === null ? null : l };
  });
}
