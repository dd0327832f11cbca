import { rmSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { LeadError } from "../../../model/error.ts";
import { type Answer, ServerError, type Session } from "../connection/session.ts";
import { giveBack, type PgliteHost } from "./pglite-host.ts";

const startLimitMs = 120_000;

export interface PgliteSession extends Session {
  /** Loads further extensions by their SQL names; the database starts anew on the same folder. Unknown names are left to the server to refuse. */
  ensureExtensions(names: readonly string[]): Promise<void>;
  /** Everything is on disk after it: the folder can be copied as it is. */
  settle(): Promise<void>;
  /** A database of its own in the state that this one is in, in the same process. */
  copy(): Promise<PgliteSession>;
  /** Of the database: `data`, and the names of loaded extensions. */
  readonly folder: string;
}
export interface PgliteOptions {
  readonly host: PgliteHost;
  /** Folder of a settled database to start from; null: an empty one is made. */
  readonly copyFrom: string | null;
  readonly statementLimitMs: number;
}

/** Opens a database in the host's process. Errors: `engine-missing`. When it fails, the host is still the caller's. */
export async function openPgliteSession(options: PgliteOptions): Promise<PgliteSession> {
  const names = options.copyFrom === null ? "" : await readFile(join(options.copyFrom, "extensions"), "utf8").catch(() => "");
  const session = new HostedSession(
    options.host,
    options.statementLimitMs,
    names.split("\n").filter((name) => name !== ""),
  );
  await session.open(options.copyFrom);
  return session;
}

const locate = createRequire(import.meta.url);

/** Version of the PGlite package, which decides what a data folder may be started with. */
export async function readPgliteVersion(): Promise<string> {
  const text = await readFile(join(dirname(locate.resolve("@electric-sql/pglite")), "..", "package.json"), "utf8");
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
}

async function isAvailable(extension: string): Promise<boolean> {
  const file = join(dirname(locate.resolve("@electric-sql/pglite")), "contrib", `${extension.replaceAll("-", "_")}.js`);
  return (await stat(file).catch(() => null)) !== null;
}

class HostedSession implements PgliteSession {
  readonly folder: string;
  private readonly host: PgliteHost;
  private readonly instance: number;
  private readonly limitMs: number;
  private extensions: readonly string[];
  private epoch = -1;
  private isInTransaction = false;
  private isClosed = false;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(host: PgliteHost, limitMs: number, extensions: readonly string[]) {
    this.host = host;
    this.limitMs = limitMs;
    this.extensions = extensions;
    const { instance, folder } = host.reserve();
    this.instance = instance;
    this.folder = folder;
  }

  async open(copyFrom: string | null): Promise<void> {
    const { instance, folder, extensions } = this;
    const response = await this.host.send({ kind: "open", instance, folder, copyFrom, extensions }, startLimitMs);
    if (response.kind === "done") {
      if (this.epoch === -1) this.host.users += 1;
      this.epoch = this.host.epoch;
      return;
    }
    rmSync(folder, { recursive: true, force: true });
    throw new LeadError(
      "engine-missing",
      `Embedded PostgreSQL cannot be started: ${response.kind === "answers" ? "it gave no answer" : response.message}`,
      {
        hint: "Check free space in the temporary folder, or name a server with [shadow.postgresql] url or bin.",
      },
    );
  }

  run(text: string): Promise<readonly Answer[]> {
    const work = this.queue.then(() => this.runNow(text));
    this.queue = work.catch(() => undefined);
    return work;
  }

  private async runNow(text: string): Promise<readonly Answer[]> {
    if (this.isClosed) throw new LeadError("shadow-failed", "The shadow database is closed.");
    // Killed or broken before: the folder is as after a crash, and recovers on its own.
    if (this.epoch !== this.host.epoch) {
      await this.open(null);
      if (this.endTransaction()) throw new ServerError("the server stopped", "57P02", null, null);
    }
    if (/^\s*(?:begin|start\s+transaction)\b/i.test(text)) this.isInTransaction = true;
    else if (/^\s*(?:commit|rollback|end|abort)\b(?!\s+(?:to|prepared)\b)/i.test(text)) this.isInTransaction = false;
    const response = await this.host.send({ kind: "run", instance: this.instance, text }, this.limitMs);
    if (this.epoch !== this.host.epoch) this.endTransaction();
    switch (response.kind) {
      case "answers":
        return response.answers;
      case "refused":
        throw new ServerError(response.message, response.code, response.hint, response.position);
      case "done":
      case "broken":
        this.host.kill();
        this.endTransaction();
        throw new ServerError(response.kind === "broken" ? response.message : "the server stopped", "57P02", null, null);
    }
  }

  /** Whether a transaction was open; it is not any more. */
  private endTransaction(): boolean {
    const was = this.isInTransaction;
    this.isInTransaction = false;
    return was;
  }

  async settle(): Promise<void> {
    await this.run("checkpoint");
    await writeFile(join(this.folder, "extensions"), this.extensions.join("\n"));
  }

  async copy(): Promise<PgliteSession> {
    await this.settle();
    return openPgliteSession({ host: this.host, copyFrom: this.folder, statementLimitMs: this.limitMs });
  }

  async ensureExtensions(names: readonly string[]): Promise<void> {
    const wanted: string[] = [];
    for (const name of names) if (!this.extensions.includes(name) && (await isAvailable(name))) wanted.push(name);
    if (wanted.length === 0) return;
    await this.run("checkpoint");
    await this.host.send({ kind: "close", instance: this.instance, folder: "keep" }, startLimitMs);
    this.extensions = [...this.extensions, ...wanted];
    await this.open(null);
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.queue;
    if (this.epoch === this.host.epoch) await this.host.send({ kind: "close", instance: this.instance, folder: "remove" }, startLimitMs);
    else rmSync(this.folder, { recursive: true, force: true });
    this.host.users -= 1;
    if (this.host.users === 0) await giveBack(this.host);
  }
}
