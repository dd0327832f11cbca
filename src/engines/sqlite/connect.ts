import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LeadError } from "../../model/error.ts";
import type { Connection, ConnectRequest } from "../connection.ts";
import type { SqliteFailure } from "./protocol.ts";
import { Session } from "./session.ts";
import { SqliteConnection } from "./sqlite-connection.ts";

const timeoutMs = 300_000;
const major = "3";

/**
 * Opens a file, read-only unless asked otherwise. `url` is a path, `sqlite:path` or `file:///path`.
 * Throws `target-unreachable` (no such file), `permission-missing`, `schema-unreadable` (not a database), `file-unwritable`, `disk-full`.
 */
export async function connectTarget(request: ConnectRequest): Promise<Connection> {
  const path = pathOf(request.url);
  await requireFile(path, request);
  const session = new Session(timeoutMs);
  const opened = await session.call({ kind: "open", path, access: request.access, limits: "target" });
  if (opened.kind === "failed") {
    await session[Symbol.asyncDispose]();
    throw openError(opened.failure, request.target);
  }
  const server = { flavour: "SQLite", version: opened.value.version, kind: "embedded" } as const;
  return new SqliteConnection(session, { server, rows: "clone", major, foreignKeys: opened.value.foreignKeys });
}

function pathOf(url: string): string {
  if (url.startsWith("file://")) return fileURLToPath(url);
  const path = url.replace(/^(?:sqlite3?|file):(?:\/\/(?=\/))?/, "").replace(/\?.*$/, "");
  return resolve(path);
}

async function requireFile(path: string, { target, access: mode }: ConnectRequest): Promise<void> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new LeadError("target-unreachable", `target ${target}: this is not a file`);
  } catch (cause) {
    if (cause instanceof LeadError) throw cause;
    throw new LeadError("target-unreachable", `target ${target}: there is no such database file`, {
      cause,
      hint: "A missing file is never created; check the path in dblead.toml.",
    });
  }
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    throw new LeadError("permission-missing", `target ${target}: the database file may not be read`, { cause });
  }
  if (mode === "read-only") return;
  try {
    // The journal stands beside the file.
    await access(path, constants.W_OK);
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new LeadError("file-unwritable", `target ${target}: the database file or its folder may not be written`, { cause });
  }
}

function openError(failure: SqliteFailure, target: string): LeadError {
  const text = `target ${target}: ${failure.message}`;
  switch (failure.code) {
    case "SQLITE_NOTADB":
    case "SQLITE_CORRUPT":
      return new LeadError("schema-unreadable", text, { hint: "The file is not a SQLite database, is encrypted, or is damaged." });
    case "SQLITE_FULL":
      return new LeadError("disk-full", text);
    case "SQLITE_READONLY":
      return new LeadError("file-unwritable", text);
    default:
      return new LeadError("target-unreachable", text);
  }
}
