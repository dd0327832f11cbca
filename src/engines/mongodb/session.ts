import type * as Mongodb from "mongodb";
import type { Db, MongoClient } from "mongodb";
import { LeadError } from "../../model/error.ts";
import type { JsonValue } from "../../model/json.ts";
import type { StatementError } from "../../model/review.ts";
import type { Document } from "./schema.ts";

/** Where a session stands: its client and the name of its database. */
export interface SessionOptions {
  /** A connection string; never printed. */
  readonly url: string;
  /** Null: the one that the URL names, else `test`. */
  readonly database: string | null;
  readonly access: "read-only" | "read-write";
  /** Milliseconds that finding the server may take. */
  readonly selectionMs: number;
}

type Driver = typeof Mongodb;
let driver: Promise<Driver> | null = null;

/** The driver is an optional peer: loaded when a server is asked for. Throws `engine-missing`. */
export function loadDriver(): Promise<Driver> {
  driver ??= import("mongodb").catch((cause: unknown) => {
    driver = null;
    throw new LeadError("engine-missing", "The package mongodb, MongoDB's driver, is not installed.", {
      cause,
      hint: "npm install mongodb",
    });
  });
  return driver;
}

/** One client on one database; speaks Extended JSON as JSON values, so that nothing above it needs the driver. */
export class Session implements AsyncDisposable {
  readonly database: string;
  readonly #client: MongoClient;
  readonly #driver: Driver;
  readonly #access: SessionOptions["access"];

  private constructor(client: MongoClient, database: string, used: Driver, access: SessionOptions["access"]) {
    this.#client = client;
    this.database = database;
    this.#driver = used;
    this.#access = access;
  }

  /** Throws what the driver throws where the server cannot be reached or refuses. */
  static async open({ url, database, access, selectionMs }: SessionOptions): Promise<Session> {
    const used = await loadDriver();
    const client = new used.MongoClient(url, {
      serverSelectionTimeoutMS: selectionMs,
      appName: "database-lead",
      maxPoolSize: 4,
      ...(access === "read-only" ? { readPreference: "secondaryPreferred" as const, retryWrites: false } : {}),
    });
    try {
      await client.connect();
    } catch (error) {
      await client.close();
      throw error;
    }
    return new Session(client, database ?? client.options.dbName, used, access);
  }

  /** The same client on another database; closing either closes both. */
  on(database: string): Session {
    return new Session(this.#client, database, this.#driver, this.#access);
  }

  /** Runs one command; `document` and the answer are Extended JSON, the answer relaxed. Throws what the driver throws. */
  async run(document: Document, database: string = this.database): Promise<Document> {
    const answer = await this.#db(database).command(
      this.decode(document),
      this.#access === "read-only" ? { readPreference: "secondaryPreferred" } : {},
    );
    return this.encode(answer);
  }

  /** Runs a command as the driver takes and answers it. */
  async raw(command: Record<string, unknown>, database: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#db(database).command(command);
  }

  /** As {@link run} for a command that answers with a cursor: every document of it, at most `limit`. */
  async list(document: Document, limit = Number.POSITIVE_INFINITY, database: string = this.database): Promise<readonly Document[]> {
    const found: Document[] = [];
    for await (const one of this.walk(document, database)) {
      found.push(this.encode(one));
      if (found.length >= limit) break;
    }
    return found;
  }

  /** Documents of a cursor with their BSON types as objects of the driver, one batch in memory. */
  async *walk(document: Document, database: string = this.database): AsyncGenerator<Readonly<Record<string, unknown>>> {
    const cursor = this.#db(database).runCursorCommand(this.decode(document), {
      promoteValues: false,
      ...(this.#access === "read-only" ? { readPreference: "secondaryPreferred" as const } : {}),
    });
    try {
      for await (const one of cursor) yield one as Readonly<Record<string, unknown>>;
    } finally {
      await cursor.close();
    }
  }

  /** Documents of a cursor as the bytes that the server sent. */
  async *walkBytes(document: Document, database: string = this.database): AsyncGenerator<Uint8Array> {
    const cursor = this.#db(database).runCursorCommand(this.decode(document), {
      raw: true,
      ...(this.#access === "read-only" ? { readPreference: "secondaryPreferred" as const } : {}),
    });
    try {
      for await (const one of cursor) if (one instanceof Uint8Array) yield one;
    } finally {
      await cursor.close();
    }
  }

  /** Extended JSON into what the driver sends; the types of numbers are kept as written. */
  decode(document: Document): Record<string, unknown> {
    return this.#driver.BSON.EJSON.deserialize(document, {
      relaxed: false,
    }) as Record<string, unknown>;
  }
  encode(value: unknown): Document {
    return this.#driver.BSON.EJSON.serialize(value, { relaxed: true });
  }
  /** Extended JSON that keeps every type. */
  encodeExactly(value: unknown): JsonValue {
    return this.#driver.BSON.EJSON.serialize(value, { relaxed: false });
  }

  #db(name: string): Db {
    return this.#client.db(name);
  }

  /** Where the server listens; null: reaching it takes more than an address (an account, TLS, one of several hosts). */
  address(): { readonly host: string; readonly port: number } | null {
    const { hosts, credentials, tls } = this.#client.options;
    const [only] = hosts;
    if (only?.host === undefined || hosts.length !== 1 || credentials !== undefined || tls) return null;
    return { host: only.host, port: only.port ?? 27017 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}

/** What a server said, without the values of documents that it likes to quote. */
export function errorOf(error: unknown): StatementError {
  const { message, codeName, code } = readError(error);
  return { message: withoutValues(message), code: codeName ?? (code === null ? "MongoDB" : String(code)), ...hintOf(codeName) };
}

export function readError(error: unknown): { readonly message: string; readonly codeName: string | null; readonly code: number | null } {
  const message = error instanceof Error ? error.message : String(error);
  const told = typeof error === "object" && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  return {
    message,
    codeName: typeof told["codeName"] === "string" ? told["codeName"] : null,
    code: typeof told["code"] === "number" ? told["code"] : null,
  };
}

/** Begins what our own guards make a server say. */
export const refusalMark = "Database Lead refuses: ";

function withoutValues(message: string): string {
  const refused = message.indexOf(refusalMark);
  if (refused !== -1) return message.slice(refused).split("'")[0] ?? "";
  return message
    .replaceAll(/dup key: \{[^]*\}/g, (match) => `dup key of ${[...match.matchAll(/[{,]\s*([\w.$]+):/g)].map((one) => one[1]).join(", ")}`)
    .replaceAll(/(not authorized on \S+ to execute command) \{\s*(\w+)[^]*$/g, "$1 $2")
    .replaceAll(/(value|input|document|object|parse number|convert) ('[^']*'|"[^"]*"|\{[^{}]*\})/gi, "$1 …")
    .slice(0, 600);
}

function hintOf(codeName: string | null): { readonly hint?: string } {
  const hints: Readonly<Record<string, string>> = {
    DuplicateKey: "Two documents have the same value where an index demands different ones.",
    DocumentValidationFailure: "The collection's validator refuses the document.",
    IndexOptionsConflict: "There is an index on the same key or of the same name with other options.",
    CommandNotFound: "This version of the server does not know the command.",
  };
  const hint = codeName === null ? undefined : hints[codeName];
  return hint === undefined ? {} : { hint };
}
