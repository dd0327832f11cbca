import { createServer, connect, type Server, type Socket } from "node:net";
import { type End, type Exchange, type Line, makeOutcomeReader, type Part, readBoundName, readParse } from "./tape.ts";
import { type Frame, makeFrameReader, makeStartup, readParameters, readText, startupCodes } from "./wire.ts";

/** The start-up parameter by which the hook in a client names its connection; the server never sees it. */
export const hookParameter = "_pq_.dblead";
/** More than this is not kept: values lie in memory only. */
const mostBytes = 96 * 2 ** 20;

export interface Recorder extends AsyncDisposable {
  readonly tape: readonly (Exchange | End)[];
  /** Whether something was too much to be kept. */
  isCut(): boolean;
}
export interface RecorderRequest {
  /** The socket on which it listens. */
  readonly socket: string;
  readonly server: { readonly socket: string };
  /** Every client is this role, whatever it asks for. */
  readonly role: string;
}

/** Stands between clients and a server: passes on what they say, and keeps what was asked and how it ended. */
export async function startRecorder(request: RecorderRequest): Promise<Recorder> {
  const tape: (Exchange | End)[] = [];
  const sockets = new Set<Socket>();
  let bytes = 0;
  const keep = (item: Exchange | End): void => {
    if (item.kind === "exchange") bytes += item.frames.reduce((sum, frame) => sum + frame.whole.length, 0);
    if (bytes <= mostBytes) tape.push(item);
  };
  const server = createServer((client) => {
    sockets.add(client);
    client.once("close", () => sockets.delete(client));
    client.on("error", () => client.destroy());
    serve(client, request, keep);
  });
  await listen(server, request.socket);
  return {
    tape,
    isCut: () => bytes > mostBytes,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, () => resolve());
  });
}

/** Reads the untyped first messages of a client, then connects it. */
function serve(client: Socket, request: RecorderRequest, keep: (item: Exchange | End) => void): void {
  let buffer: Buffer = Buffer.alloc(0);
  const begin = (chunk: Buffer): void => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 8) {
      const size = buffer.readInt32BE(0);
      if (size < 8 || size > 65_536) return void client.destroy();
      if (buffer.length < size) return;
      const code = buffer.readInt32BE(4);
      const body = buffer.subarray(8, size);
      const rest = buffer.subarray(size);
      if (code === startupCodes.ssl || code === startupCodes.gss) client.write("N");
      else {
        client.off("data", begin);
        if (code === startupCodes.cancel) return passCancel(client, buffer, request);
        return connectLine(client, { parameters: readParameters(body), rest }, request, keep);
      }
      buffer = rest;
    }
  };
  client.on("data", begin);
}

function passCancel(client: Socket, message: Buffer, { server }: RecorderRequest): void {
  const upstream = connect(server.socket, () => upstream.end(message));
  upstream.on("error", () => client.destroy());
  upstream.on("close", () => client.end());
  upstream.resume();
}

interface Start {
  readonly parameters: Map<string, string>;
  readonly rest: Buffer;
}

function connectLine(client: Socket, { parameters, rest }: Start, request: RecorderRequest, keep: (item: Exchange | End) => void): void {
  const hook = parameters.get(hookParameter) ?? null;
  const database = parameters.get("database") ?? parameters.get("user") ?? "";
  parameters.delete(hookParameter);
  const own = new Map(parameters);
  own.delete("user");
  own.delete("database");
  const line: Line = { hook, database, parameters: own };
  const upstream = connect(request.server.socket);
  upstream.write(makeStartup(new Map([...parameters, ["user", request.role], ["database", database]])));
  const watched = watch(line, keep);
  pass(client, upstream, (chunk) => watched.fromClient(chunk));
  pass(upstream, client, (chunk) => watched.fromServer(chunk));
  const close = (): void => {
    watched.end();
    client.destroy();
    upstream.destroy();
  };
  upstream.on("error", close);
  upstream.on("close", () => client.end());
  client.on("close", close);
  client.on("end", () => upstream.end());
  if (rest.length > 0) client.unshift(rest);
}

function pass(from: Socket, to: Socket, see: (chunk: Buffer) => void): void {
  from.on("data", (chunk: Buffer) => {
    see(chunk);
    if (to.destroyed || to.writableEnded || to.write(chunk)) return;
    from.pause();
    to.once("drain", () => from.resume());
  });
}

/** An exchange whose answer has not come yet. */
interface Draft {
  readonly frames: Frame[];
  readonly parts: Part[];
}

function watch(
  line: Line,
  keep: (item: Exchange | End) => void,
): { fromClient(chunk: Buffer): void; fromServer(chunk: Buffer): void; end(): void } {
  const readClient = makeFrameReader();
  const readServer = makeFrameReader();
  const names = new Map<string, string>();
  const waiting: Draft[] = [];
  let draft: Draft = { frames: [], parts: [] };
  let reader = makeOutcomeReader();
  let frames = 0;
  let isReady = false;
  let isOver = false;
  const end = (): void => {
    if (!isOver) keep({ kind: "end", line });
    isOver = true;
  };
  const take = (frame: Frame): void => {
    const { type, body } = frame;
    const last = waiting.at(-1);
    if (type === "X") return end();
    // What is copied belongs to the exchange that asked for it; a Sync is an exchange of its own.
    if (/[dcf]/.test(type) && draft.frames.length === 0 && last !== undefined) return void last.frames.push(frame);
    draft.frames.push(frame);
    if (type === "P") {
      const { name, text } = readParse(body);
      names.set(name, text);
    }
    if (type === "Q" || type === "B") {
      const prepared = type === "B" ? readBoundName(body) : "";
      const text = type === "Q" ? readText(body, 0).value : (names.get(prepared) ?? "");
      draft.parts.push({ frame: frames, text, prepared, protocol: type === "Q" ? "simple" : "extended" });
      frames += 1;
    }
    if (type !== "Q" && type !== "S" && type !== "F") return;
    waiting.push(draft);
    draft = { frames: [], parts: [] };
  };
  return {
    end,
    fromClient: (chunk) => {
      for (const frame of readClient(chunk)) take(frame);
    },
    fromServer: (chunk) => {
      for (const frame of readServer(chunk)) {
        const outcome = reader(frame);
        if (outcome === null) continue;
        reader = makeOutcomeReader();
        const done = isReady ? waiting.shift() : undefined;
        isReady = true;
        if (done !== undefined) keep({ kind: "exchange", line, ...done, outcome });
      }
    },
  };
}
