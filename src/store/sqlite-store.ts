import { mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { LeadError } from "../model/error.ts";
import type { JournalEvent } from "../model/event.ts";
import type { JsonValue } from "../model/json.ts";
import type { Clock } from "../ports/clock.ts";
import type { Lease, RecordedEvent, Store } from "../ports/store.ts";

const schemaVersion = 1;
/** An owner that is alive but silent this long has lost its lease; it learns so at its next write. */
const staleAfterMs = 15_000;
const heartbeatMs = 1_000;
const retryMs = 40;

const tables = `
create table if not exists event (
  run      text    not null,
  sequence integer not null,
  at       text    not null,
  body     text    not null,
  primary key (run, sequence)
) without rowid;
create table if not exists outcome (
  key   text primary key,
  value text not null
) without rowid;
create table if not exists lease (
  name      text    primary key,
  host      text    not null,
  pid       integer not null,
  token     integer not null,
  heartbeat integer not null
) without rowid;
create table if not exists token (last integer not null);
insert into token (last) select 0 where not exists (select 1 from token);
create table if not exists written_by (release text not null);
`;

interface LeaseRow {
  readonly host: string;
  readonly pid: number;
  readonly token: number;
  readonly heartbeat: number;
}

/**
 * Opens the local state of a project, making it if absent: `.dblead/state.sqlite`, hidden from git. What another release left there is put away: journal
 * and outcomes have the forms of the release that wrote them, and are found again from the committed records.
 * Throws `file-unwritable` or `disk-full`, or `lease-held` when a process of another release is at work.
 */
export async function openStore(folder: string, clock: Clock, release = ""): Promise<Store> {
  const file = join(folder, "state.sqlite");
  const database = await attempt(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(join(folder, ".gitignore"), "*\n");
    const opened = new DatabaseSync(file, { timeout: 10_000 });
    opened.exec("pragma journal_mode = wal; pragma synchronous = full;");
    return opened;
  });
  await attempt(file, () => {
    const found = database.prepare("pragma user_version").get() as { readonly user_version: number };
    if (found.user_version > schemaVersion)
      throw new LeadError("file-unreadable", `${file} was written by a newer version of Database Lead.`);
    database.exec(`begin immediate; ${tables} pragma user_version = ${schemaVersion}; commit;`);
    inTransaction(database, () => putAway(database, file, release));
  });
  return storeOf(database, file, clock);
}

function putAway(database: DatabaseSync, file: string, release: string): void {
  const found = database.prepare("select release from written_by").get() as { readonly release: string } | undefined;
  if (found?.release === release) return;
  const used = database.prepare("select exists (select 1 from event) or exists (select 1 from outcome) as used").get() as {
    readonly used: number;
  };
  if (used.used === 1) {
    const owner = database.prepare("select pid from lease where heartbeat > ?").get(Date.now() - staleAfterMs) as
      | { readonly pid: number }
      | undefined;
    if (owner !== undefined)
      throw new LeadError("lease-held", `${file} is in use by process ${owner.pid} of another release of Database Lead.`, {
        hint: "Wait until it is done, or use the same release.",
      });
    database.exec("delete from event; delete from outcome;");
  }
  database.exec("delete from written_by");
  database.prepare("insert into written_by (release) values (?)").run(release);
}

function storeOf(database: DatabaseSync, file: string, clock: Clock): Store {
  const transact = <T>(work: () => T): Promise<T> => attempt(file, () => inTransaction(database, work));
  return {
    append: (lease, events) => transact(() => appendEvents(database, lease, events, clock.now().toISOString())),
    events: (run) => attempt(file, () => readEvents(database, run)),
    runs: () =>
      attempt(file, () => {
        const rows = database.prepare("select distinct run from event order by run").all() as { readonly run: string }[];
        return rows.map((row) => row.run);
      }),
    keep: (key, value) =>
      transact(() => {
        database.prepare("insert into outcome (key, value) values (?, ?) on conflict (key) do nothing").run(key, JSON.stringify(value));
      }),
    recall: (key) =>
      attempt(file, () => {
        const row = database.prepare("select value from outcome where key = ?").get(key) as { readonly value: string } | undefined;
        return row === undefined ? undefined : (JSON.parse(row.value) as JsonValue);
      }),
    acquire: (name, waitMs) => acquireLease(database, file, name, waitMs),
    [Symbol.asyncDispose]: async () => {
      if (database.isOpen) database.close();
    },
  };
}

function appendEvents(database: DatabaseSync, lease: Lease, events: readonly JournalEvent[], at: string): void {
  assertOwned(database, lease);
  const last = database.prepare("select coalesce(max(sequence), 0) as last from event where run = ?").get(lease.name) as {
    readonly last: number;
  };
  const insert = database.prepare("insert into event (run, sequence, at, body) values (?, ?, ?, ?)");
  for (const [index, event] of events.entries()) insert.run(lease.name, last.last + index + 1, at, JSON.stringify(event));
}

function readEvents(database: DatabaseSync, run: string): readonly RecordedEvent[] {
  const rows = database.prepare("select sequence, at, body from event where run = ? order by sequence").all(run);
  return (rows as { readonly sequence: number; readonly at: string; readonly body: string }[]).map((row) => ({
    sequence: row.sequence,
    at: row.at,
    event: JSON.parse(row.body) as JournalEvent,
  }));
}

function assertOwned(database: DatabaseSync, lease: Lease): void {
  const row = database.prepare("select token from lease where name = ?").get(lease.name) as { readonly token: number } | undefined;
  if (row?.token !== lease.token) throw new LeadError("lease-held", `Another process has taken ${lease.name} over; this one stops.`);
}

async function acquireLease(database: DatabaseSync, file: string, name: string, waitMs: number): Promise<Lease> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const outcome = await attempt(file, () => inTransaction(database, () => tryLease(database, name)));
    if (outcome.kind === "taken") return leaseOf(database, name, outcome.token);
    if (Date.now() >= deadline) {
      throw new LeadError("lease-held", `Process ${outcome.pid} on ${outcome.host} is working on ${name}.`, {
        hint: "Wait until it is done, or stop it; its lease is then taken over within seconds.",
      });
    }
    await sleep(retryMs);
  }
}

function tryLease(
  database: DatabaseSync,
  name: string,
): { readonly kind: "taken"; readonly token: number } | { readonly kind: "held"; readonly pid: number; readonly host: string } {
  const row = database.prepare("select host, pid, token, heartbeat from lease where name = ?").get(name) as LeaseRow | undefined;
  if (row !== undefined && !isAbandoned(row)) return { kind: "held", pid: row.pid, host: row.host };
  const next = database.prepare("update token set last = last + 1 returning last").get() as { readonly last: number };
  database
    .prepare(
      "insert into lease (name, host, pid, token, heartbeat) values (?, ?, ?, ?, ?) on conflict (name) do update set host = excluded.host, pid = excluded.pid, token = excluded.token, heartbeat = excluded.heartbeat",
    )
    .run(name, hostname(), process.pid, next.last, Date.now());
  return { kind: "taken", token: next.last };
}

function isAbandoned(row: LeaseRow): boolean {
  if (Date.now() - row.heartbeat > staleAfterMs) return true;
  if (row.host !== hostname()) return false;
  try {
    process.kill(row.pid, 0);
    return false;
  } catch (cause) {
    return codeOf(cause) === "ESRCH";
  }
}

function leaseOf(database: DatabaseSync, name: string, token: number): Lease {
  const beat = setInterval(() => {
    try {
      if (database.isOpen) database.prepare("update lease set heartbeat = ? where name = ? and token = ?").run(Date.now(), name, token);
    } catch {
      // A missed beat is no failure: the lease lasts longer than several of them.
    }
  }, heartbeatMs);
  beat.unref();
  return {
    name,
    token,
    [Symbol.asyncDispose]: async () => {
      clearInterval(beat);
      if (database.isOpen) database.prepare("delete from lease where name = ? and token = ?").run(name, token);
    },
  };
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("begin immediate");
  try {
    const result = work();
    database.exec("commit");
    return result;
  } catch (cause) {
    if (database.isTransaction) database.exec("rollback");
    throw cause;
  }
}

/** Runs synchronous database work and names what went wrong in the surroundings. */
function whyUnwritable(code: string): string {
  if (code === "EROFS") return "the file system is read-only";
  if (code === "ENOTDIR" || code === "EEXIST") return "a file stands where the folder .dblead is needed";
  return "this user may not write there";
}

async function attempt<T>(file: string, work: () => T): Promise<T> {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof LeadError) throw cause;
    const text = cause instanceof Error ? cause.message : String(cause);
    const code = codeOf(cause);
    if (/full/i.test(text) || code === "ENOSPC")
      throw new LeadError("disk-full", `There is no space left to write ${file}.`, {
        cause,
        hint: "Free some space and run the same command again; nothing was half-written.",
      });
    if (/readonly|unable to open|permission/i.test(text) || ["EACCES", "EROFS", "EPERM", "ENOTDIR", "EEXIST"].includes(code))
      throw new LeadError("file-unwritable", `${file} cannot be written: ${whyUnwritable(code)}.`, {
        cause,
        hint: "Database Lead keeps its local state there: let this user write to the project's folder, or move what stands in the way.",
      });
    if (/locked|busy/i.test(text)) throw new LeadError("lease-held", `${file} is busy with another process.`, { cause });
    if (/malformed|not a database/i.test(text)) {
      throw new LeadError("file-unreadable", `${file} is damaged.`, {
        cause,
        hint: "Delete the folder .dblead/: it is rebuilt from the records in dblead/.",
      });
    }
    throw cause;
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}
