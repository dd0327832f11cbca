// Holds one database open in a process of its own, so that an endless statement can be ended from outside. Talks over the process channel only.
import { createHash } from "node:crypto";
import { constants, DatabaseSync, type StatementSync } from "node:sqlite";
import { readRawSchema } from "./introspect.ts";
import { busyTimeoutMs } from "./draft.ts";
import type { Answers, DigestResult, Envelope, Reply, Request, Row, RunResult } from "./protocol.ts";
import { failureOf } from "./result-codes.ts";

const heapLimitBytes = 1024 * 1024 * 1024;
const pageLimit = 1024 * 1024;

let database: DatabaseSync | undefined;
/** A second session, which shows what the first one blocks. */
let witness: DatabaseSync | undefined;

function opened(): DatabaseSync {
  if (database === undefined) throw new Error("no database is open");
  return database;
}

const refusedPragmas = new Set(
  "writable_schema trusted_schema hard_heap_limit soft_heap_limit max_page_count temp_store_directory data_store_directory key rekey mmap_size journal_mode locking_mode wal_checkpoint".split(
    " ",
  ),
);
const refusedFunctions = new Set(["load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"]);

/** Keeps statements inside this one file. VACUUM attaches an empty name, VACUUM INTO and ATTACH a real one. */
function guard(action: number, first: string | null, second: string | null): number {
  if (action === constants.SQLITE_ATTACH && first !== "") return constants.SQLITE_DENY;
  if (action === constants.SQLITE_PRAGMA && second !== null && refusedPragmas.has((first ?? "").toLowerCase()))
    return constants.SQLITE_DENY;
  if (action === constants.SQLITE_FUNCTION && refusedFunctions.has((second ?? "").toLowerCase())) return constants.SQLITE_DENY;
  return constants.SQLITE_OK;
}

function open(request: Extract<Request, { readonly kind: "open" }>): Answers["open"] {
  const isReadOnly = request.access === "read-only";
  database = new DatabaseSync(request.path, { readOnly: isReadOnly, timeout: busyTimeoutMs });
  // Reading something shows whether this is a database at all.
  database.prepare("select count(*) from sqlite_schema").get();
  if (request.limits === "shadow") {
    database.exec("pragma journal_mode = delete");
    database.exec("pragma synchronous = off");
    database.exec(`pragma hard_heap_limit = ${heapLimitBytes}`);
    database.exec(`pragma max_page_count = ${pageLimit}`);
    database.enableDefensive(true);
    witness = new DatabaseSync(request.path, { timeout: 0 });
  } else if (isReadOnly) database.exec("pragma query_only = on");
  database.setAuthorizer(guard);
  const version = String(database.prepare("select sqlite_version() as version").get()?.["version"]);
  return { version, foreignKeys: database.prepare("pragma foreign_keys").get()?.["foreign_keys"] === 1 };
}

type Snapshot = ReadonlyMap<string, { readonly name: string; readonly type: string; readonly root: number; readonly text: string }>;

function snapshot(): Snapshot {
  const rows = opened()
    .prepare("select type, name, tbl_name, rootpage, sql from sqlite_schema where name not like 'sqlite\\_%' escape '\\'")
    .all();
  return new Map(
    rows.map((row) => {
      const entry = { name: String(row["name"]), type: String(row["type"]), root: Number(row["rootpage"] ?? 0), text: String(row["sql"]) };
      return [`${entry.type}:${entry.name}`, entry];
    }),
  );
}

function schemaVersion(): unknown {
  return opened().prepare("pragma schema_version").get()?.["schema_version"];
}
function totalChanges(): number {
  return Number(opened().prepare("select total_changes() as n").get()?.["n"]);
}

/** Outside a transaction a statement gets one of its own for the time that the witness looks; PRAGMA, VACUUM and the like stand alone. */
function run({ text, scope }: Extract<Request, { readonly kind: "run" }>): RunResult {
  const db = opened();
  const isData = /^\s*(insert|update|delete|replace|with|select)\b/i.test(text);
  const before = isData ? undefined : { version: schemaVersion(), objects: snapshot() };
  const scans = isData ? scansOf(text) : [];
  const changes = totalChanges();
  const needsOwn = scope === "own" && !db.isTransaction && /^\s*(create|drop|alter|insert|update|delete|replace|with)\b/i.test(text);
  const started = performance.now();
  if (needsOwn) db.exec("BEGIN");
  let refused: RunResult["refused"] = "unknown";
  try {
    db.exec(text);
    if (db.isTransaction) refused = probe();
    if (needsOwn) db.exec("COMMIT");
  } catch (error) {
    if (needsOwn && db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
  const durationMs = performance.now() - started;
  const difference = before === undefined || before.version === schemaVersion() ? noDifference : differ(before.objects, snapshot(), text);
  return { rowsWritten: totalChanges() - changes, durationMs, scans, refused, ...difference };
}

const noDifference = { created: [], altered: [], dropped: [], rewrites: [] };

function differ(before: Snapshot, after: Snapshot, text: string): Pick<RunResult, "created" | "altered" | "dropped" | "rewrites"> {
  const created = [...after].filter(([id]) => !before.has(id)).map(([, entry]) => entry.name);
  const dropped = [...before].filter(([id]) => !after.has(id)).map(([, entry]) => entry.name);
  const altered = [...after].filter(([id, entry]) => before.has(id) && before.get(id)?.text !== entry.text).map(([, entry]) => entry.name);
  // DROP COLUMN rewrites rows in place to purge the values (https://sqlite.org/lang_altertable.html#altertabdropcol).
  const isPurge = /^\s*alter\s+table\s+.*\sdrop\s+(?!constraint)/is.test(text) && altered.length > 0;
  return { created, dropped, altered, rewrites: isPurge ? altered.slice(0, 1) : [] };
}

function scansOf(text: string): readonly string[] {
  try {
    return explain(text).flatMap((detail) => /^SCAN (\S+)/.exec(detail)?.[1] ?? []);
  } catch {
    // The statement's own error is reported when it runs.
    return [];
  }
}

function probe(): RunResult["refused"] {
  if (witness === undefined) return "unknown";
  try {
    witness.prepare("select count(*) from sqlite_schema").get();
  } catch {
    return "reads-and-writes";
  }
  try {
    witness.exec("BEGIN IMMEDIATE");
    witness.exec("ROLLBACK");
    return "nothing";
  } catch {
    return "writes";
  }
}

function explain(text: string): readonly string[] {
  return opened()
    .prepare(`EXPLAIN QUERY PLAN ${text}`)
    .all()
    .map((row) => String(row["detail"]));
}

function readRows(statement: StatementSync): readonly Row[] {
  statement.setReadBigInts(true);
  return statement.all().map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainNumber(value)])));
}
function plainNumber(value: unknown): unknown {
  return typeof value === "bigint" && value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}

const modulus = 2n ** 128n;

/** The sum of one hash per row and label: independent of the order of rows, and equal rows count as often as they are there. */
function digest({ text, keys, labels }: Extract<Request, { readonly kind: "digest" }>): DigestResult {
  const statement = opened().prepare(text);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const sums = labels.map(() => 0n);
  let rows = 0;
  for (const item of statement.iterate()) {
    const row: readonly unknown[] = Array.isArray(item) ? item : [];
    rows += 1;
    const key = row.slice(0, keys).map(printValue).join("\u0000");
    for (const [index] of labels.entries()) {
      const hash = createHash("sha256")
        .update(`${key}\u0001${printValue(row[keys + index])}`)
        .digest("hex")
        .slice(0, 32);
      sums[index] = ((sums[index] ?? 0n) + BigInt(`0x${hash}`)) % modulus;
    }
  }
  return { rows, checksums: Object.fromEntries(labels.map((label, index) => [label, (sums[index] ?? 0n).toString(16)])) };
}

/** 7 and 7.0 are one value; '7' and x'37' are others. */
function printValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "bigint") return `n${value}`;
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? `n${BigInt(value)}` : `n${value}`;
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString("hex")}`;
  return `t${typeof value === "string" ? value : ""}`;
}

function answer(request: Request): unknown {
  switch (request.kind) {
    case "open":
      return open(request);
    case "run":
      return run(request);
    case "rows":
      return readRows(opened().prepare(request.text));
    case "explain":
      return explain(request.text);
    case "schema":
      return readRawSchema((text) => opened().prepare(text).all());
    case "digest":
      return digest(request);
  }
}

process.on("message", ({ id, request }: Envelope) => {
  let reply: Reply;
  try {
    reply = { id, ok: answer(request) };
  } catch (error) {
    reply = { id, failure: failureOf(error) };
  }
  process.send?.(reply);
});
process.on("disconnect", () => process.exit(0));
