// The thread that talks to the server while the script of the shell, which knows no waiting, stands still.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type * as Mongodb from "mongodb";
import type { ClientSession, MongoClient } from "mongodb";
import type { ShellAnswer, ShellAsk } from "./shell-bridge.ts";

interface WorkerData {
  readonly url: string;
  readonly driver: string;
  readonly signal: SharedArrayBuffer;
}
const { url, driver, signal } = workerData as WorkerData;
const flag = new Int32Array(signal);
const { MongoClient: Client, BSON } = (await import(driver)) as typeof Mongodb;
const client: MongoClient = new Client(url, { monitorCommands: true, serverSelectionTimeoutMS: 10_000, maxPoolSize: 1 });
const sessions = new Map<number, ClientSession>();
let line = 0;
client.on("commandStarted", (event) => parentPort?.postMessage({ kind: "sent", request: event.requestId, line }, []));

parentPort?.on("message", (ask: ShellAsk & { readonly port: MessagePort }) => {
  line = ask.line;
  void answer(ask)
    .catch((error: unknown): ShellAnswer => {
      const told = error as { readonly message?: string; readonly code?: unknown; readonly codeName?: unknown };
      return {
        kind: "failed",
        message: told.message ?? String(error),
        code: typeof told.code === "number" ? told.code : null,
        codeName: typeof told.codeName === "string" ? told.codeName : null,
      };
    })
    .then((given) => {
      ask.port.postMessage(given, []);
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    });
});

async function answer(ask: ShellAsk): Promise<ShellAnswer> {
  const session = ask.session === null ? undefined : sessions.get(ask.session);
  const none: ShellAnswer = { kind: "answered", document: BSON.serialize({ ok: 1 }) };
  switch (ask.act) {
    case "start-session":
      sessions.set(ask.session ?? 0, client.startSession());
      return none;
    case "start-transaction":
      session?.startTransaction();
      return none;
    case "commit":
      await session?.commitTransaction();
      return none;
    case "abort":
      await session?.abortTransaction();
      return none;
    case "end-session":
      await session?.endSession();
      return none;
    case "run": {
      const command = BSON.deserialize(ask.command, { promoteValues: false, promoteLongs: false, bsonRegExp: true });
      const document = await client.db(ask.database).command(command, session === undefined ? {} : { session });
      return { kind: "answered", document: BSON.serialize(document) };
    }
  }
}
