import { parseName } from "../../../model/name.ts";
import type { BlockedWait, WorkloadQuery } from "../../../model/review.ts";
import type { BlockingObservation, BlockingRequest } from "../../shadow.ts";
import type { PostgresqlConnection } from "../connection/open.ts";
import { openPgSession, type PgSession } from "../connection/pg-session.ts";
import { readRows, ServerError, type Session } from "../connection/session.ts";
import { documentedMode } from "../connection/trace.ts";
import { quoteName } from "../quote.ts";
import type { DatabaseServer } from "./native-server.ts";
import { prepareAll, runPrepared } from "./prepared-statements.ts";
import { type Load, makeLoads } from "./workload.ts";

/** The old transaction stays this long in the way of a statement that waits for it: long enough for others to queue up behind. */
const oldTransactionMs = 300;
/** Over all files, old transactions stand in the way for no longer than this; after that the rest runs without. */
const oldTransactionsMs = 4000;
const pauseMs = 40;
const sampleMs = 10;

interface Place {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}
interface Beside {
  readonly server: DatabaseServer;
  readonly database: string;
  /** The change's own connection, and its backend. */
  readonly connection: PostgresqlConnection;
  readonly pid: () => number;
}

/**
 * Runs scripts while other sessions read and write what they touch, samples who waits for whom every {@link sampleMs} ms, and tells it. In the scenario
 * `old-transaction` one that has read everything stays open in front of every script, and gives way {@link oldTransactionMs} ms after the change began to
 * wait for it. Waits shorter than a sample may be missed. The database is used up.
 */
export async function observeBlocking(beside: Beside, request: BlockingRequest): Promise<BlockingObservation> {
  const loads = await makeLoads(beside.connection.session, request.objects, request.queries);
  const names = await readNames(beside.connection.session);
  await using sessions = await openSessions(beside, loads.length + 3);
  const [watcher, old, idle, ...workers] = sessions.all;
  if (watcher === undefined || old === undefined || idle === undefined) return { workload: [], waits: [], preparedFailures: [] };
  const prepared = await prepareAll(idle, loads);
  const state: State = {
    isOver: false,
    place: null,
    waits: new Map(),
    scenario: request.scenario,
    pid: beside.pid(),
    old: null,
    oldLeftMs: oldTransactionsMs,
    workers: new Map(),
  };
  const running = loads.map((load, index) => {
    const session = workers[index];
    return session === undefined ? Promise.resolve({ ...count(load), runs: 0 }) : runLoad(session, load, state);
  });
  const watching = watch(watcher, { state, names, database: beside.database, old });
  try {
    await runScripts(beside, request, old, state);
  } finally {
    state.isOver = true;
    beside.connection.onStatement = null;
    await old.run("rollback").catch(() => undefined);
  }
  await watching;
  const workload = await Promise.all(running);
  return { workload, waits: [...state.waits.values()], preparedFailures: await runPrepared(idle, prepared) };
}

interface State {
  isOver: boolean;
  /** The statement of the change that runs. */
  place: Place | null;
  readonly waits: Map<string, BlockedWait>;
  readonly scenario: BlockingRequest["scenario"];
  readonly pid: number;
  /** Backend of the old transaction while it is open. */
  old: number | null;
  oldLeftMs: number;
  readonly workers: Map<number, Load>;
}

async function openSessions(beside: Beside, count: number): Promise<AsyncDisposable & { readonly all: readonly PgSession[] }> {
  const { server, database } = beside;
  const all: PgSession[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(all.map((session) => session.close()));
  };
  try {
    for (let index = 0; index < count; index += 1) all.push(await openPgSession({ config: server.connectTo(database) }));
  } catch (error) {
    await close();
    throw error;
  }
  return { all, [Symbol.asyncDispose]: close };
}

async function readNames(session: Session): Promise<ReadonlyMap<number, string>> {
  const rows = await readRows(
    session,
    "select c.oid::pg_catalog.int8 as oid, n.nspname || '.' || c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace",
  );
  return new Map(rows.map((row) => [Number(row["oid"]), String(row["name"])]));
}

async function runScripts({ connection }: Beside, request: BlockingRequest, old: PgSession, state: State): Promise<void> {
  connection.onStatement = (place) => {
    state.place = place;
  };
  for (const script of request.scripts) {
    if (request.scenario === "old-transaction" && state.oldLeftMs > 0) {
      await old.run("rollback");
      await old
        .run(
          ["begin", ...request.objects.map((object) => `select 1 from ${parseName(object).map(quoteName).join(".")} limit 1`)].join("; "),
        )
        .catch(() => undefined);
      state.old = old.pid;
    }
    const outcome = await connection.execute(script, "untraced");
    if (outcome.error === null) continue;
    // It gave way to the old transaction by its own lock timeout; without that it goes on.
    if (outcome.error.code !== "55P03" || request.scenario === "plain") return;
    state.old = null;
    await old.run("rollback");
    if ((await connection.execute(script, "untraced")).error !== null) return;
  }
}

async function runLoad(session: PgSession, load: Load, state: State): Promise<WorkloadQuery> {
  state.workers.set(session.pid, load);
  const text = load.operation === "write" ? `begin; ${load.run}; rollback` : load.run;
  let runs = 0;
  let slowestMs = 0;
  while (!state.isOver) {
    const startedAt = performance.now();
    try {
      await session.run(text);
    } catch (error) {
      // A name that the change took away, a value that NULL stands for: the lock was asked for all the same.
      if (!(error instanceof ServerError)) throw error;
      await session.run("rollback").catch(() => undefined);
    }
    runs += 1;
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return { ...count(load), runs, slowestMs: Math.round(slowestMs * 10) / 10 };
}

function count({ object, operation, text, source }: Load): WorkloadQuery {
  return { object, operation, text, source, runs: 0, slowestMs: 0 };
}

interface Watched {
  readonly state: State;
  readonly names: ReadonlyMap<number, string>;
  readonly database: string;
  readonly old: PgSession;
}

// Who waits, for what, behind whom; the blockers' own request on the same object, granted or waiting.
const waitsQuery = (database: string): string => `
select w.pid, w.mode, w.locktype as type, w.relation::pg_catalog.int8 as oid, pg_catalog.pg_blocking_pids(w.pid) as blockers,
       (select pg_catalog.array_agg(h.pid || ' ' || h.mode || ' ' || h.granted)::pg_catalog.text[]
          from pg_catalog.pg_locks h
         where h.locktype = w.locktype and h.database = w.database and h.relation = w.relation and h.pid <> w.pid) as others
  from pg_catalog.pg_locks w
  join pg_catalog.pg_stat_activity a on a.pid = w.pid
 where not w.granted and a.datname = '${database}'`;

interface Waiting {
  readonly pid: number;
  readonly mode: string;
  readonly object: string | null;
  readonly blockers: readonly number[];
  readonly others: readonly { readonly pid: number; readonly mode: string; readonly isGranted: boolean }[];
}

async function watch(session: PgSession, watched: Watched): Promise<void> {
  const { state, names, old } = watched;
  const query = waitsQuery(watched.database);
  const since = new Map<string, number>();
  while (!state.isOver) {
    const now = performance.now();
    const rows = (await readRows(session, query)).map((row) => readWaiting(row, names));
    const seen = new Set<string>();
    for (const row of rows) {
      const wait = judgeWait(row, rows, state);
      if (wait === null) continue;
      const key = [wait.kind, wait.file, wait.line, wait.object, wait.wantedMode, wait.query].join("\0");
      const pidKey = `${row.pid}\0${key}`;
      seen.add(pidKey);
      const startedAt = since.get(pidKey) ?? now;
      since.set(pidKey, startedAt);
      const known = state.waits.get(key);
      const waitedMs = Math.max(known?.waitedMs ?? 0, Math.round(now - startedAt + sampleMs));
      state.waits.set(key, { ...wait, waitedMs, waiting: Math.max(known?.waiting ?? 0, wait.waiting) });
      if (wait.kind === "change-waits" && state.old !== null && row.blockers.includes(state.old) && now - startedAt > oldTransactionMs) {
        state.old = null;
        state.oldLeftMs -= now - startedAt;
        await old.run("rollback");
      }
    }
    for (const key of since.keys()) if (!seen.has(key)) since.delete(key);
    await new Promise((resolve) => setTimeout(resolve, sampleMs));
  }
}

function readWaiting(row: Readonly<Record<string, unknown>>, names: ReadonlyMap<number, string>): Waiting {
  const others = Array.isArray(row["others"]) ? row["others"].map((text) => String(text).split(" ")) : [];
  return {
    pid: Number(row["pid"]),
    mode:
      String(row["type"]) === "relation"
        ? documentedMode(String(row["mode"]))
        : String(row["type"]) === "virtualxid"
          ? "old snapshot"
          : "row lock",
    object: row["oid"] === null ? null : (names.get(Number(row["oid"])) ?? null),
    blockers: Array.isArray(row["blockers"]) ? row["blockers"].map(Number) : [],
    others: others.map(([pid, mode, isGranted]) => ({
      pid: Number(pid),
      mode: documentedMode(mode ?? ""),
      isGranted: isGranted === "true",
    })),
  };
}

/** Null: nobody of the change takes part in it. */
function judgeWait(row: Waiting, rows: readonly Waiting[], state: State): BlockedWait | null {
  const { place, pid, workers, scenario } = state;
  if (place === null) return null;
  const at = { file: place.file, line: place.line, statement: place.text, wantedMode: row.mode, waitedMs: 0, scenario };
  if (row.pid === pid) {
    const [blocker] = row.blockers;
    if (blocker === undefined) return null;
    const holder = row.others.find((other) => row.blockers.includes(other.pid) && other.isGranted);
    const load = workers.get(blocker);
    const query = row.blockers.includes(state.old ?? -1) ? "an old open transaction" : (load?.text ?? "another session");
    const behind = rows.filter((other) => other.pid !== pid && other.blockers.includes(pid)).length;
    return {
      ...at,
      kind: "change-waits",
      object: row.object ?? load?.object ?? "",
      heldMode: holder?.mode ?? row.mode,
      query,
      operation: "write",
      waiting: behind,
    };
  }
  const load = workers.get(row.pid);
  if (load === undefined || !row.blockers.includes(pid)) return null;
  const ours = row.others.filter((other) => other.pid === pid);
  const held = ours
    .filter((other) => other.isGranted && conflicts(other.mode, row.mode))
    .toSorted((a, b) => strength.indexOf(b.mode) - strength.indexOf(a.mode))[0];
  const waiting = rows.filter((other) => other.pid !== pid && other.blockers.includes(pid)).length;
  const heldMode = (held ?? ours.find((other) => !other.isGranted) ?? ours[0])?.mode ?? "row lock";
  const isQueue = held === undefined && ours.some((other) => !other.isGranted);
  return {
    ...at,
    kind: isQueue ? "behind-queue" : "behind-lock",
    object: row.object ?? load.object,
    heldMode,
    query: load.text,
    operation: load.operation,
    waiting,
  };
}

const strength = ["SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"];

// https://www.postgresql.org/docs/18/explicit-locking.html, table 13.2
const conflicting: Readonly<Record<string, readonly string[]>> = {
  "ACCESS SHARE": ["ACCESS EXCLUSIVE"],
  "ROW SHARE": ["EXCLUSIVE", "ACCESS EXCLUSIVE"],
  "ROW EXCLUSIVE": ["SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  "SHARE UPDATE EXCLUSIVE": ["SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  SHARE: ["ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
};
function conflicts(held: string, wanted: string): boolean {
  return conflicting[wanted]?.includes(held) ?? true;
}
