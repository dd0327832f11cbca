import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type * as Mongodb from "mongodb";
import type { ProgramRequest } from "./protocol.ts";
import type { ShellAnswer, ShellAsk } from "./shell-bridge.ts";

export type Plain = Record<string, unknown>;
export type Driver = typeof Mongodb;

/** As the shell reports it. */
class ShellError extends Error {
  readonly code: number | null;
  readonly codeName: string | null;

  constructor(message: string, code: number | null, codeName: string | null) {
    super(message);
    this.name = "MongoServerError";
    this.code = code;
    this.codeName = codeName;
  }
}

/** One command after the other: the script stands still while a thread of its own talks to the server. */
export class ShellLink {
  readonly driver: Driver;
  readonly #request: ProgramRequest;
  readonly #worker: Worker;
  readonly #flag: Int32Array;

  /** `note` is told the line of each request by its number. */
  constructor(request: ProgramRequest, driver: Driver, note: (id: number, line: number) => void) {
    this.#request = request;
    this.driver = driver;
    const signal = new SharedArrayBuffer(4);
    this.#flag = new Int32Array(signal);
    const file = new URL(`./shell-worker-process${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
    this.#worker = new Worker(file, { workerData: { url: request.url, driver: request.driver, signal } });
    this.#worker.unref();
    this.#worker.on("message", ({ request: id, line }: { readonly request: number; readonly line: number }) => note(id, line));
  }

  /** Throws what the server refuses, by its code. */
  run(database: string, command: Plain, session: number | null = null, act: ShellAsk["act"] = "run"): Plain {
    const { BSON } = this.driver;
    const { port1, port2 } = new MessageChannel();
    const asked: ShellAsk = {
      database,
      command: BSON.serialize(command, { ignoreUndefined: true, serializeFunctions: true }),
      line: this.#line(),
      session,
      act,
    };
    Atomics.store(this.#flag, 0, 0);
    this.#worker.postMessage({ ...asked, port: port2 }, [port2]);
    Atomics.wait(this.#flag, 0, 0);
    const told: { readonly message: ShellAnswer } | undefined = receiveMessageOnPort(port1);
    port1.close();
    if (told === undefined) throw new ShellError("no answer came", null, null);
    if (told.message.kind === "failed") throw new ShellError(told.message.message, told.message.code, told.message.codeName);
    const document = BSON.deserialize(told.message.document);
    const [first] = Array.isArray(document["writeErrors"]) ? (document["writeErrors"] as readonly Plain[]) : [];
    if (first !== undefined) throw new ShellError(String(first["errmsg"]), Number(first["code"]), null);
    return document;
  }

  /** Every document that a command with a cursor answers. */
  all(database: string, command: Plain, session: number | null = null): readonly Plain[] {
    const found: Plain[] = [];
    for (let answer = this.run(database, command, session); ; ) {
      const cursor = answer["cursor"] as {
        readonly id: unknown;
        readonly ns: string;
        readonly firstBatch?: readonly Plain[];
        readonly nextBatch?: readonly Plain[];
      };
      found.push(...(cursor.firstBatch ?? cursor.nextBatch ?? []));
      if (String(cursor.id) === "0") return found;
      const collection = cursor.ns.slice(cursor.ns.indexOf(".") + 1);
      answer = this.run(database, { getMore: this.driver.BSON.Long.fromString(String(cursor.id)), collection }, session);
    }
  }

  /** The database of this name as the review keeps it apart from the real one. */
  home(name: string): string {
    const { database } = this.#request;
    return name === database || name === "admin" ? name : `${database}_${name}`;
  }

  async close(): Promise<void> {
    // What the worker told of requests comes in before the end is told.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await this.#worker.terminate();
  }

  #line(): number {
    const place = (new Error("where").stack ?? "").split("\n").find((line) => line.includes(this.#request.path));
    return Number(/:(\d+):\d+\)?$/.exec(place ?? "")?.[1] ?? 0);
  }
}
