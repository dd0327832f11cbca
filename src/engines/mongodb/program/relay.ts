import { createServer, type Socket, connect } from "node:net";
import type { BSON } from "mongodb";
import { LeadError } from "../../../model/error.ts";
import { commandOf } from "../command.ts";
import { demandHarmless } from "../guard.ts";
import type { Document } from "../schema.ts";
import { addText, type Frame, type Plain, printMessage, readMessage, takeFrames } from "./wire.ts";

type Bson = typeof BSON;
/** A command that went through, in Extended JSON. */
export interface Sent {
  readonly id: number;
  readonly comment: string | null;
  readonly document: Document;
  readonly answer: Document | null;
  readonly durationMs: number;
  readonly bytes: number;
}
export interface RelayRequest {
  /** Where it listens: a path of a socket, or a port of the loopback interface chosen by the system. */
  readonly listen: { readonly path: string } | { readonly port: 0 };
  readonly server: { readonly host: string; readonly port: number };
  /** The program's database; others of the server are out of reach, but for those that begin with its name. */
  readonly database: string;
  readonly bson: Bson;
  /** Whether commands get a comment by which the profiler's entries are found. */
  readonly comments: "added" | "none";
}
export interface Relay extends AsyncDisposable {
  readonly port: number;
  readonly sent: readonly Sent[];
}

const plumbing = new Set([
  "hello",
  "isMaster",
  "ismaster",
  "ping",
  "buildInfo",
  "buildinfo",
  "endSessions",
  "killCursors",
  "killSessions",
  "connectionStatus",
  "commitTransaction",
  "abortTransaction",
  "startSession",
  "listDatabases",
  "serverStatus",
  "getParameter",
  "getCmdLineOpts",
  "hostInfo",
]);
/** Commands that take no comment: as of 6.0. */
const withoutComment = new Set([
  ...plumbing,
  "create",
  "renameCollection",
  "dropDatabase",
  "convertToCapped",
  "compact",
  "validate",
  "getMore",
  "dbStats",
  "collStats",
  "createUser",
  "dropUser",
  "updateUser",
]);

/** Between a program and the server: hands on what concerns the program's own database, refuses everything else, and notes both. */
export async function openRelay(request: RelayRequest): Promise<Relay> {
  const sent: Sent[] = [];
  const waiting = new Map<
    number,
    { readonly document: Document; readonly comment: string | null; readonly began: number; readonly bytes: number }
  >();
  const sockets = new Set<Socket>();
  const { bson } = request;
  let count = 0;
  const note = (frame: Frame): void => {
    const asked = waiting.get(frame.answers);
    if (asked === undefined) return;
    waiting.delete(frame.answers);
    const answer = readMessage(frame, bson);
    sent.push({
      ...asked,
      id: frame.answers,
      answer: answer === null ? null : toJson(answer, bson),
      durationMs: performance.now() - asked.began,
    });
  };
  const pass = (frame: Frame, client: Socket, server: Socket): void => {
    const document = readMessage(frame, bson);
    const name = Object.keys(document ?? {})[0] ?? "";
    if (document === null || frame.kind === "query" || plumbing.has(name)) {
      if (frame.kind === "query" && !plumbing.has(name)) return void client.destroy();
      server.write(frame.bytes);
      return;
    }
    const reason = refusal(name, document, request, bson);
    if (reason !== null) {
      const answer = { ok: 0, errmsg: reason, code: 13, codeName: "Unauthorized" };
      sent.push({
        id: frame.id,
        comment: null,
        document: toJson(document, bson),
        answer: answer,
        durationMs: 0,
        bytes: frame.bytes.length,
      });
      client.write(printMessage(frame.id + 1, frame.id, answer, bson));
      return;
    }
    const isCommented = request.comments === "added" && document["comment"] === undefined && !withoutComment.has(name);
    count += 1;
    const comment = isCommented ? `dblead program ${count}` : null;
    waiting.set(frame.id, { document: toJson(document, bson), comment, began: performance.now(), bytes: frame.bytes.length });
    if (name === "renameCollection") server.write(printMessage(frame.id, 0, homeNames(document, request.database), bson));
    else server.write(comment === null ? frame.bytes : addText(frame, "comment", comment));
  };
  const listener = createServer((client) => {
    const server = connect(request.server);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
      from.setNoDelay(true);
    }
    let asked: Buffer = Buffer.alloc(0);
    client.on("data", (chunk: Buffer) => {
      const { frames, rest } = takeFrames(asked.length === 0 ? chunk : Buffer.concat([asked, chunk]));
      asked = rest;
      for (const frame of frames) pass(frame, client, server);
    });
    let told: Buffer = Buffer.alloc(0);
    server.on("data", (chunk: Buffer) => {
      const { frames, rest } = takeFrames(told.length === 0 ? chunk : Buffer.concat([told, chunk]));
      told = rest;
      for (const frame of frames) note(frame);
      client.write(chunk);
    });
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen("path" in request.listen ? { path: request.listen.path } : { port: 0, host: "127.0.0.1" }, () => resolve());
  });
  const address = listener.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    sent,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

/** Why a command does not go through; null: it does. */
function refusal(name: string, document: Plain, { database }: RelayRequest, bson: Bson): string | null {
  const place = String(document["$db"] ?? "");
  const isOwn = place === database || place.startsWith(`${database}_`);
  if (name === "renameCollection" && place === "admin") return null;
  if (!isOwn) return `A migration under review reaches its own database only: ${name} on ${place} was refused.`;
  try {
    demandHarmless(commandOf({ ...toJson(document, bson), $db: database }));
    return null;
  } catch (error) {
    if (error instanceof LeadError) return error.message;
    throw error;
  }
}

/** Namespaces of a renaming, whatever database the text names, in the database at hand. */
function homeNames(document: Plain, database: string): Plain {
  const home = (value: unknown): string => {
    const text = String(value);
    return text.startsWith(`${database}.`) ? text : `${database}.${text.slice(text.indexOf(".") + 1)}`;
  };
  return { ...document, renameCollection: home(document["renameCollection"]), to: home(document["to"]) };
}

function toJson(document: Plain, bson: Bson): Document {
  const {
    lsid: _session,
    $clusterTime: _time,
    txnNumber: _number,
    operationTime: _operation,
    ...rest
  } = bson.EJSON.serialize(document, { relaxed: true }) as Record<string, never>;
  return rest;
}
