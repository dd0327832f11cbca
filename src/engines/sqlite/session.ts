import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LeadError } from "../../model/error.ts";
import type { Answers, Reply, Request, SqliteFailure } from "./protocol.ts";

export type Outcome<Value> = { readonly kind: "ok"; readonly value: Value } | { readonly kind: "failed"; readonly failure: SqliteFailure };

/** Starting a process on a busy machine takes longer than a statement may. */
const startTimeoutMs = 30_000;

/** One database in one child process. A call that takes too long ends the process: SQLite cannot be interrupted from JavaScript. */
export class Session implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (outcome: Outcome<unknown>) => void>();
  readonly #timeoutMs: number;
  #last = 0;
  #ended: SqliteFailure | null = null;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const file = fileURLToPath(new URL(`./database-process.${extension}`, import.meta.url));
    // Nothing of the surroundings' secrets: the child sees no environment at all.
    this.#child = fork(file, [], {
      env: {},
      execArgv: ["--disable-warning=ExperimentalWarning"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.#child.on("message", (reply) => this.#settle(reply as Reply));
    this.#child.on("error", (error) => this.#end({ message: error.message, code: "SQLITE_ABORT" }));
    this.#child.on("exit", () => this.#end({ message: "the process that holds the database ended", code: "SQLITE_ABORT" }));
  }

  /** An error of SQLite is a value; throws `shadow-failed` when the process was gone before the call. */
  async call<Kind extends Request["kind"]>(request: Extract<Request, { readonly kind: Kind }>): Promise<Outcome<Answers[Kind]>> {
    if (this.#ended !== null) throw new LeadError("shadow-failed", `the database cannot be used any more: ${this.#ended.message}`);
    const id = ++this.#last;
    const { promise, resolve } = Promise.withResolvers<Outcome<unknown>>();
    this.#waiting.set(id, resolve);
    const limitMs = request.kind === "open" ? Math.max(startTimeoutMs, this.#timeoutMs) : this.#timeoutMs;
    const timer = setTimeout(() => {
      this.#end({ message: `stopped after ${limitMs} ms`, code: "SQLITE_INTERRUPT" });
      this.#child.kill("SIGKILL");
    }, limitMs);
    this.#child.send({ id, request });
    try {
      return (await promise) as Outcome<Answers[Kind]>;
    } finally {
      clearTimeout(timer);
    }
  }

  #settle(reply: Reply): void {
    const resolve = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    resolve?.("failure" in reply ? { kind: "failed", failure: reply.failure } : { kind: "ok", value: reply.ok });
  }

  #end(failure: SqliteFailure): void {
    this.#ended ??= failure;
    for (const resolve of this.#waiting.values()) resolve({ kind: "failed", failure: this.#ended });
    this.#waiting.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    this.#ended ??= { message: "it was closed", code: "SQLITE_ABORT" };
    this.#child.kill("SIGKILL");
    await gone;
  }
}
