import { connect, type Socket } from "node:net";
import { type Line, makeOutcomeReader, type Outcome } from "./tape.ts";
import { makeFrameReader, makeStartup, terminate } from "./wire.ts";

/** No statement of a test takes longer; a lock that nobody gives back ends sooner. */
const statementLimitMs = 30_000;
const lockLimitMs = 3000;

export interface ReplaySession {
  /** Sends messages as they were recorded and waits until the server is ready again. */
  send(messages: readonly Buffer[]): Promise<Outcome>;
  close(): Promise<void>;
}
export interface ReplayPlace {
  readonly socket: string;
  readonly role: string;
  readonly database: string;
}

const gone = (message: string): Outcome => ({ error: { code: "08006", message }, fields: [], notices: [], status: "X" });

/** A session that starts as the recorded one did, with limits on what one statement may take. */
export async function openReplaySession(place: ReplayPlace, parameters: Line["parameters"]): Promise<ReplaySession> {
  const socket = connect(place.socket);
  const session = answerable(socket);
  const options = `${parameters.get("options") ?? ""} -c statement_timeout=${statementLimitMs} -c lock_timeout=${lockLimitMs}`.trim();
  const first = await session.send([
    makeStartup(new Map([...parameters, ["options", options], ["user", place.role], ["database", place.database]])),
  ]);
  // A setting that the recorded session was started with may be gone: without it, the rest still tells something.
  if (first.status !== "X") return session;
  await session.close();
  const again = answerable(connect(place.socket));
  await again.send([
    makeStartup(
      new Map([
        ["options", `-c lock_timeout=${lockLimitMs}`],
        ["user", place.role],
        ["database", place.database],
      ]),
    ),
  ]);
  return again;
}

function answerable(socket: Socket): ReplaySession {
  const read = makeFrameReader();
  let reader = makeOutcomeReader();
  let ended: string | null = null;
  let settle: ((outcome: Outcome) => void) | null = null;
  const end = (why: string): void => {
    ended ??= why;
    settle?.(gone(ended));
    settle = null;
  };
  socket.on("data", (chunk: Buffer) => {
    for (const frame of read(chunk)) {
      const outcome = reader(frame);
      if (outcome === null) continue;
      reader = makeOutcomeReader();
      settle?.(outcome);
      settle = null;
    }
  });
  socket.on("error", (error) => end(error.message));
  socket.on("close", () => end("the session ended"));
  return {
    send: async (messages) => {
      if (ended !== null) return gone(ended);
      const timer = setTimeout(() => socket.destroy(new Error("the statement did not end")), statementLimitMs + 5000);
      const answer = new Promise<Outcome>((resolve) => {
        settle = resolve;
      });
      for (const message of messages) socket.write(message);
      const outcome = await answer;
      clearTimeout(timer);
      return outcome;
    },
    close: async () => {
      if (ended !== null) return;
      const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
      socket.end(terminate);
      await closed;
    },
  };
}
