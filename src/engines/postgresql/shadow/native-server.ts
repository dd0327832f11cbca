import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClientConfig } from "pg";
import { LeadError } from "../../../model/error.ts";
import { openPgSession, type PgSession } from "../connection/pg-session.ts";
import { readRows } from "../connection/session.ts";
import { hashState, keepState, restoreState } from "./kept-states.ts";
import { makePrivateFolder, type PrivateFolder } from "./private-folder.ts";
import type { Account, ServerPrograms } from "./server-programs.ts";

/** A server on which private databases can be made. */
export interface DatabaseServer extends AsyncDisposable {
  /** `own`: a process of ours; `foreign`: somebody else's. */
  readonly kind: "own" | "foreign";
  readonly flavour: string;
  readonly version: string;
  /** A session that may make and drop databases. */
  readonly admin: PgSession;
  /** How to reach one of its databases as the role that scripts run as. */
  connectTo(database: string): ClientConfig;
  /** Role that scripts run as. */
  readonly role: string;
  /** Whether `admin` may lend the role the rights of a superuser for one statement. */
  readonly canElevate: "yes" | "no";
  /** Prefix of its private databases. */
  readonly prefix: string;
  /** Extensions that can be made on it. */
  readonly extensions: ReadonlySet<string>;
  /** Roles that may do everything, which nobody is made a member of. */
  readonly superusers: ReadonlySet<string>;
}

/**
 * Makes the ordinary role that scripts run as: it owns its databases and nothing else. Before version 16 a role that may make roles may also give itself
 * the server's files and programs, so there it may not. Silent triggers are a setting of its own sessions, which version 15 and later can grant.
 */
export async function makeRole(admin: PgSession, version: string, name: string, password: string | null): Promise<void> {
  const major = Number(version.split(".")[0]);
  const may = major >= 16 ? "createrole" : "nocreaterole";
  await admin.run(`create role "${name}" login nosuperuser nocreatedb ${may}${password === null ? "" : ` password '${password}'`}`);
  if (major >= 16) await admin.run(`alter role "${name}" set createrole_self_grant = 'set, inherit'`);
  if (major >= 15) await admin.run(`grant set on parameter session_replication_role to "${name}"`);
}

/** Names of roles that may do everything. */
export async function listSuperusers(admin: PgSession): Promise<ReadonlySet<string>> {
  const rows = await readRows(admin, "select rolname as name from pg_catalog.pg_roles where rolsuper");
  return new Set(rows.map((row) => String(row["name"])));
}

/** Extensions whose files the server has. */
export async function listExtensions(admin: PgSession): Promise<ReadonlySet<string>> {
  const rows = await readRows(admin, "select name from pg_catalog.pg_available_extensions");
  return new Set(rows.map((row) => String(row["name"])));
}

const startLimitMs = 30_000;
/** Address space of each of its processes: a statement that wants more gets an error from the server, and the machine keeps its memory. */
const memoryLimitKilobytes = 4 * 2 ** 20;
const settings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "logical",
  max_wal_senders: "4",
  max_locks_per_transaction: "1024",
  max_connections: "40",
  autovacuum: "off",
  shared_buffers: "64MB",
  temp_file_limit: "4GB",
  wal_recycle: "off",
  min_wal_size: "2MB",
  max_wal_size: "512MB",
  // Compiling a query, or sharing it among workers, costs a small shadow more than it gains.
  jit: "off",
  max_parallel_workers_per_gather: "0",
  log_statement: "none",
  TimeZone: "UTC",
};

/** Starts a private server: its own folder, socket and password, a free port of the loopback; as an ordinary account when we are root. */
export async function startServer(programs: ServerPrograms, cacheFolder: string): Promise<DatabaseServer> {
  const folder = makePrivateFolder("server");
  try {
    const data = join(folder.path, "data");
    const kept = hashState(`native cluster 2 ${programs.version} ${programs.bin}`, [], []);
    const isKept = await restoreState(cacheFolder, kept, data);
    if (!isKept) await initialise(programs, folder, data);
    if (!isKept) await keepState(cacheFolder, kept, data).catch(() => undefined);
    if (programs.account !== null) giveTo(data, programs.account);
    chmodSync(data, 0o700);
    return await launch(programs, folder, data);
  } catch (error) {
    folder.remove();
    throw error;
  }
}

function giveTo(path: string, account: Account): void {
  chownSync(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), account);
}

async function initialise(programs: ServerPrograms, folder: PrivateFolder, data: string): Promise<void> {
  mkdirSync(data, { mode: 0o700 });
  if (programs.account !== null) giveTo(data, programs.account);
  const log = join(folder.path, "initdb.log");
  const args = [
    "-D",
    data,
    "-U",
    "postgres",
    "--auth-local=trust",
    "--auth-host=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    // Small log files: the folder is copied at every start.
    "--wal-segsize=1",
  ];
  const file = openSync(log, "a");
  const child = spawn(join(programs.bin, "initdb"), args, {
    cwd: data,
    env: { LC_ALL: "C", TZ: "UTC" },
    stdio: ["ignore", file, file],
    ...programs.account,
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(null));
  });
  if (code !== 0)
    throw new LeadError("engine-missing", `initdb failed: ${tailOf(log)}`, {
      hint: "The embedded server needs no initdb: leave [shadow.postgresql] out.",
    });
}

async function launch(programs: ServerPrograms, folder: PrivateFolder, data: string): Promise<DatabaseServer> {
  // Only this user, and the account, may reach the socket; it trusts whoever can.
  const sockets = join(folder.path, "s");
  mkdirSync(sockets, { mode: 0o700 });
  if (programs.account !== null) giveTo(sockets, programs.account);
  const log = join(folder.path, "log");
  const port = await findFreePort();
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const args = ["-D", data, "-k", sockets, "-p", String(port), ...options];
  const file = openSync(log, "a");
  // The shell ends the server when its input does, which is when we end, however we end.
  const guard = `ulimit -v ${memoryLimitKilobytes} 2>/dev/null; "$0" "$@" </dev/null & p=$!; read -r _; kill -QUIT $p; wait $p`;
  const child = spawn("/bin/sh", ["-c", guard, join(programs.bin, "postgres"), ...args], {
    cwd: data,
    env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" },
    stdio: ["pipe", file, file],
    ...programs.account,
  });
  child.unref();
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  failed.catch(() => undefined);
  const host = { host: sockets, port };
  try {
    const admin = await Promise.race([failed, waitFor({ ...host, user: "postgres", database: "postgres" }, child, log)]);
    folder.noteServer(Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]));
    await makeRole(admin, programs.version, "dblead", null);
    return {
      kind: "own",
      flavour: "PostgreSQL",
      version: programs.version,
      admin,
      connectTo: (database) => ({ ...host, user: "dblead", database }),
      role: "dblead",
      canElevate: "yes",
      prefix: "dblead",
      extensions: await listExtensions(admin),
      superusers: await listSuperusers(admin),
      [Symbol.asyncDispose]: async () => {
        await admin.close();
        await stop(child);
        folder.remove();
      },
    };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.ref();
  child.stdin?.end("\n");
  await gone;
}

async function waitFor(config: ClientConfig, child: ChildProcess, log: string): Promise<PgSession> {
  const until = Date.now() + startLimitMs;
  for (;;) {
    try {
      return await openPgSession({ config });
    } catch (error) {
      const isOver = child.exitCode !== null || child.pid === undefined || Date.now() > until;
      if (isOver) throw new LeadError("engine-missing", `PostgreSQL did not start: ${tailOf(log)}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }
}

async function findFreePort(): Promise<number> {
  const { createServer } = await import("node:net");
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
    return readFileSync(log, "utf8").trim().split("\n").slice(-3).join(" ").slice(-400);
  } catch {
    return "it wrote no log";
  }
}

/** A word that no other private database or role has. */
export function makeWord(): string {
  return randomBytes(6).toString("hex");
}
