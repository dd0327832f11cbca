import { LeadError } from "../../../model/error.ts";
import type { Evidence } from "../../../model/evidence.ts";
import type { Script } from "../../../model/migration.ts";
import type { ServerFacts } from "../../connection.ts";
import type { Shadow, ShadowRequest } from "../../shadow.ts";
import type { Elevation, Execution } from "../connection/execute.ts";
import { watchLocks } from "../connection/lock-watch.ts";
import { memoOf, type StateMemo } from "../connection/memo.ts";
import { PostgresqlConnection } from "../connection/open.ts";
import { openPgSession, type PgSession } from "../connection/pg-session.ts";
import { readRows, type Session, toLeadError } from "../connection/session.ts";
import { isHarmlessRoleStatement, needsOwner } from "../connection/statement-traits.ts";
import { unwrap } from "../parse/tree.ts";
import { quoteName } from "../quote.ts";
import { loadScripts } from "./base.ts";
import { useServer } from "./foreign-server.ts";
import { hashState } from "./kept-states.ts";
import { type DatabaseServer, makeWord, startServer } from "./native-server.ts";
import { extensionMissing, findPrograms } from "./server-programs.ts";
import type { ShadowSettings } from "./settings.ts";

/** One server for all shadows of this process; it ends with the last of them. */
interface Lease {
  readonly server: DatabaseServer;
  readonly bases: Map<string, Promise<string>>;
  shadows: number;
  /** Ends it when nobody came back for it. */
  ending: NodeJS.Timeout | null;
}
/** A server of ours waits this long for the next shadow: the phases of one run find it, and their base, as they were left. */
const idleMs = 5000;

const leases = new Map<string, Promise<Lease>>();

/**
 * A private database on a private server, or on the one that `url` names. Errors: `engine-missing`, also where the server lacks one of `extensions`;
 * what building the base throws.
 */
export async function openNative(request: ShadowRequest, settings: ShadowSettings, extensions: readonly string[] = []): Promise<Shadow> {
  const key = keyOf(settings, request.version);
  const lease = await takeLease(key, request, settings);
  try {
    const lacking = extensions.filter((name) => !lease.server.extensions.has(name));
    if (lacking.length > 0) throw extensionMissing(lacking);
    const hash = hashOf(request, "seed");
    const base = await takeBase(lease, request, settings, "seed");
    const frame: Frame = { lease, settings, version: request.version, key };
    const memo = memoOf(`${lease.server.flavour} ${lease.server.version} ${hash}`);
    return await cloneDatabase(frame, base, request.seed.length > 0 ? "seed" : "none", memo);
  } catch (error) {
    await giveBack(key, lease);
    throw toLeadError(error, "The shadow database could not be built");
  }
}

interface Frame {
  readonly lease: Lease;
  readonly settings: ShadowSettings;
  readonly version: string;
  readonly key: string;
}

/** Where the server is looked for, the version decides which one is found. */
function keyOf(settings: ShadowSettings, version: string): string {
  return `${settings.kind} ${settings.url ?? settings.bin ?? `version ${version.split(".")[0] ?? ""}`}`;
}

async function takeLease(key: string, request: ShadowRequest, settings: ShadowSettings): Promise<Lease> {
  const known = leases.get(key);
  const pending = known ?? begin(request, settings);
  leases.set(key, pending);
  try {
    const lease = await pending;
    lease.shadows += 1;
    if (lease.ending !== null) clearTimeout(lease.ending);
    lease.ending = null;
    lease.server.admin.hold("awake");
    return lease;
  } catch (error) {
    leases.delete(key);
    throw error;
  }
}

async function begin(request: ShadowRequest, settings: ShadowSettings): Promise<Lease> {
  const server =
    settings.url !== null && settings.kind === "url"
      ? await useServer(settings.url)
      : await startServer(findPrograms(settings.bin, request.version.split(".")[0] ?? ""), request.cacheFolder).catch((error: unknown) => {
          if (error instanceof LeadError) throw error;
          // The surroundings forbid it (another account, a port, a folder).
          const why = error instanceof Error ? error.message : String(error);
          throw new LeadError("engine-missing", `PostgreSQL could not be started: ${why}`, { cause: error });
        });
  return { server, bases: new Map(), shadows: 0, ending: null };
}

async function giveBack(key: string, lease: Lease): Promise<void> {
  lease.shadows -= 1;
  if (lease.shadows > 0) return;
  // On somebody else's server nothing of ours stays behind; our own one ends with this process at the latest.
  if (lease.server.kind === "foreign") return endLease(key, lease);
  lease.server.admin.hold("free to end");
  lease.ending = setTimeout(() => void endLease(key, lease).catch(() => undefined), idleMs);
  lease.ending.unref();
}

async function endLease(key: string, lease: Lease): Promise<void> {
  leases.delete(key);
  if (lease.server.kind === "foreign")
    for (const base of lease.bases.values()) await base.then((name) => dropDatabase(lease.server, name)).catch(() => undefined);
  await lease.server[Symbol.asyncDispose]();
}

/** The base alone, or with its seed; each is built once, the second one from a copy of the first. */
type Stop = "base" | "seed";

function hashOf(request: ShadowRequest, stop: Stop): string {
  return hashState("database", request.base, stop === "base" ? [] : request.seed);
}

function takeBase(lease: Lease, request: ShadowRequest, settings: ShadowSettings, stop: Stop): Promise<string> {
  const hash = hashOf(request, stop);
  const known = lease.bases.get(hash);
  if (known !== undefined) return known;
  const isWhole = stop === "seed" && request.seed.length > 0;
  const building = isWhole
    ? takeBase(lease, request, settings, "base").then((base) => buildOn(lease.server, base, request.seed, settings))
    : buildOn(lease.server, "template0", request.base, settings);
  lease.bases.set(hash, building);
  building.catch(() => lease.bases.delete(hash));
  return building;
}

/** A database that is a copy of another and on which scripts ran. */
export async function buildOn(
  server: DatabaseServer,
  template: string,
  scripts: readonly Script[],
  settings: ShadowSettings,
): Promise<string> {
  const name = await createDatabase(server, template);
  const session = await openSession(server, name, settings);
  try {
    await loadScripts({ session, prepare: prepareRoles(server), elevate: elevation(server, session) }, scripts);
    return name;
  } catch (error) {
    await session.close();
    await dropDatabase(server, name);
    throw error;
  } finally {
    await session.close();
  }
}

async function createDatabase(server: DatabaseServer, template: string): Promise<string> {
  const name = `${server.prefix}_${makeWord()}`;
  // Files are copied whole where the server can choose: with durability off that is quicker than writing every page to the log.
  const strategy = server.kind === "own" && Number(server.version.split(".")[0]) >= 15 ? " strategy file_copy" : "";
  await server.admin.run(`create database "${name}" template "${template}" owner "${server.role}"${strategy}`);
  return name;
}

export async function dropDatabase(server: DatabaseServer, name: string): Promise<void> {
  await server.admin.run(`drop database if exists "${name}" with (force)`).catch(() => undefined);
}

export function openSession(server: DatabaseServer, database: string, settings: ShadowSettings): Promise<PgSession> {
  const size = `select pg_catalog.pg_database_size('${database}')::pg_catalog.float8 as bytes`;
  return openPgSession({
    config: server.connectTo(database),
    guard: {
      limitMs: settings.statementLimitMs,
      watch: async () =>
        Number((await readRows(server.admin, size))[0]?.["bytes"]) > settings.diskLimitBytes
          ? `the statement was stopped: it took more than ${settings.diskLimitBytes / 2 ** 20} MB of disk`
          : null,
      stop: async (pid, how) => {
        await server.admin.run(`select pg_catalog.pg_${how}_backend(${pid})`);
      },
    },
  });
}

/** Catalogues that statements hardly ever open. */
const quiet =
  "ts_dict ts_parser ts_config ts_template opfamily amproc amop conversion cast transform aggregate seclabel shseclabel foreign_table user_mapping";
const quietCatalogues = quiet.split(" ");
let nextQuiet = 0;
/** A session hears of changed rights when it opens a table that it had not opened in its transaction: another one each time. */
function hearOfRights(session: Session): Promise<unknown> {
  nextQuiet = (nextQuiet + 1) % quietCatalogues.length;
  return session.run(`select from pg_catalog.pg_${quietCatalogues[nextQuiet] ?? "ts_dict"} limit 0`);
}

/**
 * Extensions that are not trusted want a superuser: the role is one for that statement only. Event triggers of scripts would run with its rights: where
 * they cannot be kept from it (before version 17), nothing is lent once there is one.
 */
export function elevation(server: DatabaseServer, session: Session): Elevation | null {
  if (server.canElevate === "no") return null;
  const major = Number(server.version.split(".")[0]);
  return {
    isFor: (statement) => needsOwner(statement) || (major < 16 && isHarmlessRoleStatement(statement, server.superusers)),
    run: async (work) => {
      const triggers = await readRows(session, "select 1 from pg_catalog.pg_event_trigger limit 1");
      if (triggers.length > 0 && major < 17) return work();
      await server.admin.run(`alter role "${server.role}" superuser`);
      try {
        await hearOfRights(session);
        if (triggers.length > 0) await session.run("set event_triggers = off");
        return await work();
      } finally {
        if (triggers.length > 0) await session.run("reset event_triggers").catch(() => undefined);
        await server.admin.run(`alter role "${server.role}" nosuperuser`);
      }
    },
  };
}

/**
 * Before version 16 a block of code cannot make roles here (see makeRole): those that it makes unless they are there are made beforehand.
 * Where the role may, nothing need be done.
 */
export function prepareRoles(server: DatabaseServer): Execution["prepare"] {
  if (Number(server.version.split(".")[0]) >= 16 || server.canElevate === "no") return null;
  return async (statements) => {
    for (const statement of statements) {
      if (unwrap(statement.tree)?.kind !== "DoStmt" || !/\bpg_(?:roles|authid|user|group)\b|\bduplicate_object\b/i.test(statement.text))
        continue;
      for (const match of statement.text.matchAll(/\bcreate\s+(role|user|group)\s+(?:"((?:[^"]|"")+)"|(\w+))/gi)) {
        const name = match[2]?.replaceAll('""', '"') ?? match[3]?.toLowerCase() ?? "";
        const login = match[1]?.toLowerCase() === "user" ? "login" : "nologin";
        await server.admin.run(`create role ${quoteName(name)} ${login}`).catch(() => undefined);
      }
    }
  };
}

/** https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNSTRING-URIS: a socket's folder stands in the query. */
function addressOf(server: DatabaseServer, database: string): string {
  const { host = "", port = 0, user = "" } = server.connectTo(database);
  return `postgresql://${String(user)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

async function cloneDatabase(frame: Frame, template: string, rows: Evidence["rows"], memo: StateMemo | null): Promise<Shadow> {
  const { server } = frame.lease;
  const name = await createDatabase(server, template);
  const known = await listRoles(server);
  const line = { session: await openSession(server, name, frame.settings) };
  const session: Session = {
    run: async (text) => {
      // Ended by its guard: what it had committed is there.
      if (line.session.isBroken()) line.session = await openSession(server, name, frame.settings);
      return line.session.run(text);
    },
    close: () => line.session.close(),
  };
  const facts: ServerFacts = { flavour: server.flavour, version: server.version, kind: "native" };
  const state = { isDisposed: false };
  const dispose = async (): Promise<void> => {
    if (state.isDisposed) return;
    state.isDisposed = true;
    await line.session.close();
    await dropDatabase(server, name);
    await dropRoles(server, known);
    await giveBack(frame.key, frame.lease);
  };
  const connection = new PostgresqlConnection({
    session,
    server: facts,
    targetVersion: frame.version === "" ? null : frame.version,
    rows,
    access: "read-write",
    elevate: elevation(server, session),
    watch: { start: () => watchLocks(server.admin, line.session.pid).start() },
    prepare: prepareRoles(server),
    memo,
    dispose,
  });
  return {
    server: facts,
    connection,
    ...(server.kind === "own" ? { lend: () => ({ url: addressOf(server, name) }) } : {}),
    fork: async () => {
      // A template must have no sessions: ours is closed and opened again.
      await line.session.close();
      frame.lease.shadows += 1;
      try {
        return await cloneDatabase(frame, name, connection.rowsFrom, connection.memo);
      } catch (error) {
        await giveBack(frame.key, frame.lease);
        throw toLeadError(error, "The shadow database could not be copied");
      } finally {
        line.session = await openSession(server, name, frame.settings);
      }
    },
    observeBlocking: async (request) => {
      const { observeBlocking } = await import("./blocking.ts");
      return observeBlocking({ server, database: name, connection, pid: () => line.session.pid }, request);
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** Roles belong to the whole server: those that a shadow's scripts made go with it. */
async function listRoles(server: DatabaseServer): Promise<ReadonlySet<string>> {
  const rows = await readRows(server.admin, "select rolname as name from pg_catalog.pg_roles");
  return new Set(rows.map((row) => String(row["name"])));
}

async function dropRoles(server: DatabaseServer, known: ReadonlySet<string>): Promise<void> {
  if (server.prefix !== "dblead") return;
  for (const role of await listRoles(server))
    if (!known.has(role)) await server.admin.run(`drop role if exists "${role.replaceAll('"', '""')}"`).catch(() => undefined);
}
