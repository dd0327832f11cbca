import { Socket } from "node:net";
import pg from "pg";
import type { Row } from "../../connection.ts";
import { type Answer, ServerError, type Session } from "./session.ts";

type Parser = (value: string) => unknown;
/** `{a,"b c",NULL}` of one dimension, as the catalogue has them. */
function parseArray(value: string, read: Parser): readonly unknown[] {
  const items = value.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|[^,{}]+/g) ?? [];
  return items.map((item) => (item === "NULL" ? null : read(item.startsWith('"') ? item.slice(1, -1).replaceAll(/\\(.)/g, "$1") : item)));
}
const textArray: Parser = (value) => parseArray(value, (item) => item);
const numberArray: Parser = (value) => parseArray(value, Number);
const parsers: Readonly<Record<number, Parser>> = {
  16: (value) => value === "t",
  20: (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value),
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  114: (value) => JSON.parse(value) as unknown,
  3802: (value) => JSON.parse(value) as unknown,
  1002: textArray,
  1003: textArray,
  1009: textArray,
  1015: textArray,
  1005: numberArray,
  1007: numberArray,
  1028: numberArray,
  1000: (value) => parseArray(value, (item) => item === "t"),
};
const asText: Parser = (value) => value;
/** Dates, numerics and all other types stay text: no value changes on its way through JavaScript. */
const types = { getTypeParser: (oid: number): Parser => parsers[oid] ?? asText };

/** Enforced by a second session, because a role may reset its own timeouts and code may catch a cancellation. */
export interface Guard {
  /** Milliseconds after which a statement is stopped. */
  readonly limitMs: number;
  /** Asked every two seconds while a statement runs: why it must stop now (it fills the disk), or null. */
  readonly watch: () => Promise<string | null>;
  /** Stops what the given backend runs (`cancel`), or ends the backend. */
  readonly stop: (pid: number, how: "cancel" | "terminate") => Promise<void>;
}
export interface PgRequest {
  /** Connection string, or the parts. */
  readonly config: pg.ClientConfig;
  readonly guard?: Guard;
}
export interface PgSession extends Session {
  readonly pid: number;
  /** The server or a guard ended it. */
  isBroken(): boolean;
  /** Whether it keeps this process from ending. */
  hold(process: "awake" | "free to end"): void;
}

/** A cancelled statement has this long to end before its backend is ended. */
const graceMs = 2000;
const watchMs = 2000;

/** Opens a session with a real server. Throws what the driver throws; callers map it. */
export async function openPgSession(request: PgRequest): Promise<PgSession> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionTimeoutMillis: 10_000,
    application_name: "database-lead",
    stream: () => socket,
    ...request.config,
    types,
  });
  let broken: Error | null = null;
  client.on("error", (error) => {
    broken = error;
  });
  await client.connect();
  const pid = Number((await client.query<{ pid: number }>("select pg_catalog.pg_backend_pid() as pid")).rows[0]?.pid ?? 0);
  return {
    pid,
    isBroken: () => broken !== null,
    hold: (how) => void (how === "awake" ? socket.ref() : socket.unref()),
    run: async (text) => {
      if (broken !== null) throw new ServerError(`the session ended: ${broken.message}`, "08006", null, null);
      const guarding = request.guard === undefined ? null : startGuard(request.guard, pid);
      try {
        const result: unknown = await client.query(text);
        return (Array.isArray(result) ? result : [result]).map(toAnswer);
      } catch (error) {
        const reason = guarding?.reason() ?? null;
        // The driver tells that the session is gone only a moment later.
        if (!(error instanceof pg.DatabaseError)) broken ??= error instanceof Error ? error : new Error(String(error));
        else if (error.code === "57P01") broken ??= error;
        throw reason === null ? toServerError(error) : new ServerError(reason, "57014", null, null);
      } finally {
        guarding?.end();
      }
    },
    close: async () => {
      await client.end().catch(() => undefined);
    },
  };
}

function startGuard(guard: Guard, pid: number): { reason(): string | null; end(): void } {
  let reason: string | null = null;
  const timers: NodeJS.Timeout[] = [];
  const stop = (why: string): void => {
    if (reason !== null) return;
    reason = why;
    void guard.stop(pid, "cancel").catch(() => undefined);
    timers.push(setTimeout(() => void guard.stop(pid, "terminate").catch(() => undefined), graceMs));
  };
  timers.push(
    setTimeout(() => stop(`the statement was stopped after ${guard.limitMs / 1000} s`), guard.limitMs),
    setInterval(
      () =>
        void guard.watch().then(
          (why) => (why === null ? undefined : stop(why)),
          () => undefined,
        ),
      watchMs,
    ),
  );
  return { reason: () => reason, end: () => timers.forEach((timer) => clearTimeout(timer)) };
}

function toAnswer(result: pg.QueryResult<Row>): Answer {
  return { rows: result.rows, command: result.command ?? "", rowCount: result.rowCount ?? 0 };
}

function toServerError(error: unknown): ServerError {
  if (error instanceof pg.DatabaseError) {
    return new ServerError(
      error.message,
      error.code ?? "XX000",
      error.hint ?? null,
      error.position === undefined ? null : Number(error.position),
    );
  }
  return new ServerError(error instanceof Error ? error.message : String(error), "08006", null, null);
}
