import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { LeadError } from "../../../model/error.ts";
import { makePrivateFolder } from "../../private-folder.ts";
import { Session } from "../session.ts";

/** A server on which private databases can be made. */
export interface DatabaseServer {
  /** `own`: a process of ours; `foreign`: somebody else's. */
  readonly kind: "own" | "foreign";
  readonly version: string;
  /** A connection string without a database. */
  readonly url: string;
}

const startLimitMs = 60_000;

/**
 * Path of `mongod`: as named (a file, or the folder that holds it), else on the PATH. Null: none is named and none is found.
 * Throws `engine-missing` where one is named and is not there.
 */
export function findServer(bin: string | null): string | null {
  const name = process.platform === "win32" ? "mongod.exe" : "mongod";
  if (bin !== null) {
    const path = existsSync(bin) && statSync(bin).isDirectory() ? join(bin, name) : bin;
    if (existsSync(path)) return path;
    throw new LeadError("engine-missing", `There is no mongod in ${bin}.`, { hint: "Correct [shadow.mongodb] bin in dblead.toml." });
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

const running = new Map<string, Promise<DatabaseServer>>();

/** One server per program and process: it is started once, serves every shadow, and ends with this process, however that ends. */
export function startServer(program: string): Promise<DatabaseServer> {
  const known = running.get(program);
  if (known !== undefined) return known;
  const started = launch(program);
  running.set(program, started);
  started.catch(() => running.delete(program));
  return started;
}

async function launch(program: string): Promise<DatabaseServer> {
  const version = readVersion(program);
  const folder = makePrivateFolder("mongod");
  const data = join(folder.path, "data");
  mkdirSync(data, { mode: 0o700 });
  const log = join(folder.path, "log");
  const port = await findFreePort();
  const options = [
    ...["--replSet", "dblead", "--bind_ip", "127.0.0.1", "--port", String(port), "--dbpath", data, "--nounixsocket", "--quiet"],
    ...["--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "128", "--wiredTigerEngineConfigString", "log=(file_max=4MB,prealloc=false)"],
    // Documents of a shadow do not go away by themselves while somebody counts them.
    ...["--setParameter", "ttlMonitorEnabled=false", "--setParameter", "diagnosticDataCollectionEnabled=false"],
  ];
  const file = openSync(log, "a", 0o600);
  // The shell ends the server when its input does, which is when we end, however we end; many collections are many files.
  const guard = `ulimit -n 64000 2>/dev/null || ulimit -n "$(ulimit -H -n)" 2>/dev/null; "$0" "$@" </dev/null & p=$!; echo $p >&3; read -r _; kill -KILL $p; wait $p`;
  const child = spawn("/bin/sh", ["-c", guard, program, ...options], {
    cwd: data,
    env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" },
    stdio: ["pipe", file, file, "pipe"],
  });
  try {
    folder.noteServer(await readPid(child));
    await initiate(port, child, log);
  } catch (error) {
    await stop(child);
    folder.remove();
    throw error;
  }
  child.unref();
  for (const stream of [child.stdin, child.stdio[3]])
    if (stream !== null && stream !== undefined && "unref" in stream) (stream as { unref(): void }).unref();
  child.once("exit", () => running.delete(program));
  return { kind: "own", version, url: addressOf(port) };
}

function addressOf(port: number): string {
  return `mongodb://127.0.0.1:${port}/?directConnection=true`;
}

function readVersion(program: string): string {
  const asked = spawnSync(program, ["--version"], { encoding: "utf8", env: { LC_ALL: "C" }, timeout: 20_000 });
  const version = /db version v(\d+\.\d+\.\d+)/.exec(asked.stdout ?? "")?.[1];
  if (version === undefined)
    throw new LeadError(
      "engine-missing",
      `${program} does not start: ${(asked.stderr || asked.error?.message || "no version").trim().slice(0, 300)}`,
    );
  return version;
}

function readPid(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new LeadError("engine-missing", "mongod did not start.")));
    child.stdio[3]?.once("data", (text: unknown) => resolve(Number(String(text).trim())));
  });
}

async function initiate(port: number, child: ChildProcess, log: string): Promise<void> {
  const until = Date.now() + startLimitMs;
  const url = addressOf(port);
  for (let isInitiated = false; ; ) {
    try {
      await using session = await Session.open({ url, database: "admin", access: "read-write", selectionMs: 500 });
      if (!isInitiated) await session.run({ replSetInitiate: { _id: "dblead", members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
      isInitiated = true;
      while (Date.now() < until) {
        const hello = await session.run({ hello: 1 });
        if (hello["isWritablePrimary"] === true) return;
        await pause(30);
      }
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until)
        throw new LeadError("engine-missing", `MongoDB did not start: ${tailOf(log)}`, { cause: error });
      await pause(50);
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.stdin?.end("\n");
  await gone;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function tailOf(log: string): string {
  try {
    const lines = readFileSync(log, "utf8").trim().split("\n");
    const told = lines.filter((line) => /"s":"[EF]"/.test(line)).map((line) => /"msg":"([^"]*)"/.exec(line)?.[1] ?? "");
    return (told.length > 0 ? told : lines.slice(-2)).join(" ").slice(-400);
  } catch {
    return "it wrote no log";
  }
}
