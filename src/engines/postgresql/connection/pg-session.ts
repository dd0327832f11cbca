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

export interface PgRequest {
  /** Connection string, or the parts. */
  readonly config: pg.ClientConfig;
  /** Milliseconds after which a statement is cancelled from outside; absent: never. */
  readonly limitMs?: number;
  /** Cancels what the given backend runs; needs a second session. */
  readonly cancel?: (pid: number) => Promise<void>;
}
export interface PgSession extends Session {
  readonly pid: number;
}

/** Opens a session with a real server. Throws what the driver throws; callers map it. */
export async function openPgSession(request: PgRequest): Promise<PgSession> {
  const client = new pg.Client({ connectionTimeoutMillis: 10_000, application_name: "database-lead", ...request.config, types });
  let broken: Error | null = null;
  client.on("error", (error) => {
    broken = error;
  });
  await client.connect();
  const pid = Number((await client.query<{ pid: number }>("select pg_catalog.pg_backend_pid() as pid")).rows[0]?.pid ?? 0);
  return {
    pid,
    run: async (text) => {
      if (broken !== null) throw new ServerError(`the session ended: ${broken.message}`, "08006", null, null);
      const limit =
        request.limitMs === undefined || request.cancel === undefined
          ? null
          : setTimeout(() => void request.cancel?.(pid).catch(() => undefined), request.limitMs);
      try {
        const result: unknown = await client.query(text);
        return (Array.isArray(result) ? result : [result]).map(toAnswer);
      } catch (error) {
        throw toServerError(error);
      } finally {
        if (limit !== null) clearTimeout(limit);
      }
    },
    close: async () => {
      await client.end().catch(() => undefined);
    },
  };
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
