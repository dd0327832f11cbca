import { createHash, randomUUID } from "node:crypto";
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LeadError } from "../../model/error.ts";
import type { Script } from "../../model/migration.ts";
import type { Connection, ServerFacts } from "../connection.ts";
import type { Shadow, ShadowProvider, ShadowRequest } from "../shadow.ts";
import { Session } from "./session.ts";
import { SqliteConnection } from "./sqlite-connection.ts";

const defaultTimeoutMs = 60_000;

/** Shadows are files in a private folder; kept states are copies by the hash of the scripts that made them. */
export const sqliteShadow: ShadowProvider = { open: openShadow };

async function openShadow(request: ShadowRequest): Promise<Shadow> {
  const timeoutMs = timeoutOf(request.settings);
  const rows = request.seed.length > 0 ? "seed" : "none";
  const kept = join(request.cacheFolder, `sqlite-${hashOf(request)}.db`);
  const shadow = await openFile(kept, { timeoutMs, rows, major: request.version });
  if (shadow.isKept) return shadow.shadow;
  try {
    for (const script of [...request.base, ...request.seed]) await build(shadow.shadow.connection, script);
  } catch (error) {
    await shadow.shadow[Symbol.asyncDispose]();
    throw error;
  }
  await keep(shadow.path, kept);
  return shadow.shadow;
}

/** Rolled back or not, a failed base is no base. */
async function build(connection: Connection, script: Script): Promise<void> {
  const { error } = await connection.execute(script);
  if (error === null) return;
  const code = error.code === "SQLITE_AUTH" ? "statement-refused" : error.code === "SQLITE_FULL" ? "disk-full" : "schema-unreadable";
  throw new LeadError(
    code,
    `${error.file}:${error.line}: ${error.message}: ${error.excerpt}`,
    error.hint === undefined ? {} : { hint: error.hint },
  );
}

/** `statement-timeout-ms`: how long one statement may take before its process is ended. */
function timeoutOf(settings: Readonly<Record<string, unknown>>): number {
  for (const key of Object.keys(settings)) {
    if (key !== "statement-timeout-ms")
      throw new LeadError("configuration-invalid", `[shadow.sqlite] has an unknown key ${key}`, { hint: "Known: statement-timeout-ms." });
  }
  const value = settings["statement-timeout-ms"] ?? defaultTimeoutMs;
  if (typeof value !== "number" || !(value > 0))
    throw new LeadError("configuration-invalid", "[shadow.sqlite] statement-timeout-ms is a number of milliseconds above zero");
  return value;
}

function hashOf(request: ShadowRequest): string {
  const hash = createHash("sha256").update(process.versions.sqlite ?? "");
  for (const script of [...request.base, ...request.seed]) hash.update(`\u0000${script.transaction}\u0000${script.text}`);
  return hash.digest("hex").slice(0, 32);
}

interface Opening {
  readonly timeoutMs: number;
  readonly rows: "seed" | "none";
  readonly major: string;
}

async function openFile(
  source: string,
  opening: Opening,
): Promise<{ readonly shadow: Shadow; readonly path: string; readonly isKept: boolean }> {
  const folder = await privateFolder();
  const path = join(folder, "shadow.db");
  const isKept = await copyIfThere(source, path);
  const session = new Session(opening.timeoutMs);
  const opened = await session.call({ kind: "open", path, access: "read-write", limits: "shadow" });
  if (opened.kind === "failed") {
    await session[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
    throw new LeadError("engine-missing", `no SQLite database can be opened here: ${opened.failure.message}`);
  }
  const server: ServerFacts = { flavour: "SQLite", version: opened.value.version, kind: "embedded" };
  const connection = new SqliteConnection(session, {
    server,
    rows: opening.rows,
    major: opening.major,
    foreignKeys: opened.value.foreignKeys,
  });
  const shadow: Shadow = {
    server,
    connection,
    // Between calls no transaction is open, so the file is whole.
    fork: async () => (await openFile(path, opening)).shadow,
    [Symbol.asyncDispose]: async () => {
      await session[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return { shadow, path, isKept };
}

async function privateFolder(): Promise<string> {
  try {
    const folder = await mkdtemp(join(tmpdir(), "dblead-sqlite-"));
    await chmod(folder, 0o700);
    return folder;
  } catch (cause) {
    throw storageError(cause, "the folder for shadow databases");
  }
}

async function copyIfThere(source: string, path: string): Promise<boolean> {
  try {
    await stat(source);
  } catch {
    return false;
  }
  try {
    await copyFile(source, path);
    return true;
  } catch (cause) {
    throw storageError(cause, "the copy of a shadow database");
  }
}

/** Another process may keep the same state at once: the name appears only when the copy is whole. */
async function keep(path: string, kept: string): Promise<void> {
  const draft = `${kept}.${randomUUID()}`;
  try {
    await mkdir(join(kept, ".."), { recursive: true, mode: 0o700 });
    await copyFile(path, draft);
    await rename(draft, kept);
  } catch (cause) {
    await rm(draft, { force: true });
    throw storageError(cause, "the kept state of a shadow database");
  }
}

function storageError(cause: unknown, what: string): LeadError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return code === "ENOSPC"
    ? new LeadError("disk-full", `no space left for ${what}`, { cause })
    : new LeadError("file-unwritable", `${what} cannot be written`, { cause });
}
