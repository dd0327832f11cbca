import { randomBytes } from "node:crypto";
import { LeadError } from "../../model/error.ts";
import { itemsOf, type JsonValue } from "../../model/json.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Script } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import type { Check } from "../../model/plan.ts";
import type { StatementError, StatementTrace } from "../../model/review.ts";
import type { Schema, Sizes } from "../../model/schema.ts";
import type { CheckOutcome, Connection, ProbeOutcome, Row, ScriptOutcome, ServerFacts } from "../connection.ts";
import type { ParsedStatement } from "../engine.ts";
import { type Command, parseCommand } from "./command.ts";
import { demandHarmless, isReading } from "./guard.ts";
import { introspect } from "./introspect.ts";
import { isJobText, runJobText } from "./job-runner.ts";
import { asDocument, atHand, isOwn } from "./normalize.ts";
import { parseScript } from "./parse.ts";
import { isProgram } from "./parse/script.ts";
import { treeOf } from "./parse/statement.ts";
import type { Document } from "./schema.ts";
import { errorOf, type Session } from "./session.ts";
import { effectsOf, type Profiled } from "./trace.ts";
import { tryQuery } from "./try-query.ts";

export interface ConnectionFacts {
  readonly server: ServerFacts;
  /** What stands in the collections, for evidence. */
  readonly rows: Evidence["rows"];
  /** Whether another database may be meant by `$db`: on a target the very one, on a shadow one of the shadow's own. */
  readonly place: "target" | "shadow";
  readonly access: "read-only" | "read-write";
  readonly limitMs: number;
}

/** Commands that take no comment, or no time limit, or answer by themselves. */
const withoutComment: ReadonlySet<string> = new Set([
  "create",
  "renameCollection",
  "dropDatabase",
  "convertToCapped",
  "compact",
  "validate",
  "ping",
]);

export class MongodbConnection implements Connection {
  readonly server: ServerFacts;
  readonly session: Session;
  readonly #facts: ConnectionFacts;
  #commands = 0;

  constructor(session: Session, facts: ConnectionFacts) {
    this.session = session;
    this.#facts = facts;
    this.server = facts.server;
  }

  async introspect(): Promise<Schema> {
    try {
      return await introspect(this.session, this.server.version.split(".")[0] ?? "");
    } catch (error) {
      if (error instanceof LeadError) throw error;
      const { message, code } = errorOf(error);
      throw new LeadError(code === "Unauthorized" ? "permission-missing" : "schema-unreadable", `the schema cannot be read: ${message}`, {
        cause: error,
      });
    }
  }

  /** Counters and sizes of the storage engine (uncompressed documents), not counted anew. */
  async sizes(): Promise<Sizes> {
    const sizes: Record<string, { rowsEstimated: number; sizeBytes: number }> = {};
    for (const one of await this.session.list({ listCollections: 1, cursor: {} })) {
      const name = String(one["name"]);
      if (one["type"] === "view" || isOwn(name)) continue;
      const stats = await this.session.run({ collStats: name }).catch(() => null);
      if (stats !== null) sizes[printName([name])] = { rowsEstimated: Number(stats["count"] ?? 0), sizeBytes: Number(stats["size"] ?? 0) };
    }
    return sizes;
  }

  async execute(script: Script, tracing: "traced" | "untraced" = "traced"): Promise<ScriptOutcome> {
    if (isJobText(script.text)) return this.#executeJob(script);
    if (isProgram(script)) return this.#executeProgram(script, tracing);
    const traces: StatementTrace[] = [];
    const parsed = parse(script);
    if ("error" in parsed) return { statements: [], error: parsed.error };
    const isProfiled = tracing === "traced" && this.#facts.place === "shadow";
    if (isProfiled) await this.session.run({ profile: 2 });
    try {
      for (const statement of parsed.statements) {
        const place = { file: script.file, line: statement.line, text: statement.text };
        const { command } = treeOf(statement);
        const began = performance.now();
        try {
          this.#demandAllowed(command);
          const done = await this.#send(command, tracing);
          traces.push(this.#trace(place, done, performance.now() - began));
        } catch (cause) {
          const error = valueOf(cause);
          traces.push({ ...this.#trace(place, null, performance.now() - began), error });
          const excerpt = statement.text.split("\n").slice(0, 2).join(" ").slice(0, 120);
          return { statements: traces, error: { ...error, file: script.file, line: statement.line, excerpt } };
        }
      }
    } finally {
      if (isProfiled) await this.session.run({ profile: 0 });
    }
    return { statements: traces, error: null };
  }

  #demandAllowed(command: Command): void {
    if (this.#facts.place === "shadow") demandHarmless(command);
    if (this.#facts.access === "read-only" && !isReading(command))
      throw new LeadError("statement-refused", `${command.name} writes, and this connection only reads`);
  }

  async #send(command: Command, tracing: "traced" | "untraced"): Promise<ReturnType<typeof effectsOf>> {
    const wasThere = command.collection === null || tracing === "untraced" ? true : await this.#isThere(command.collection);
    this.#commands += 1;
    const comment = `dblead ${this.#commands}`;
    const answer = await this.session.run(...this.#address(command, comment));
    refuseFailure(answer);
    return effectsOf(command, answer, tracing === "traced" ? await this.#profiled(comment) : null, wasThere ? "there" : "absent");
  }

  async #isThere(collection: string): Promise<boolean> {
    return (await this.session.list({ listCollections: 1, filter: { name: collection }, nameOnly: true, cursor: {} })).length > 0;
  }

  /** The command as this server and this database take it. */
  #address({ name, body, db }: Command, comment: string): [document: Document, database: string] {
    const own = this.session.database;
    const database = db === null || db === own ? own : this.#facts.place === "shadow" ? `${own}_${db}` : db;
    const named = isAboutAccounts.test(name)
      ? nameHome(body, database, name === "createRole" || name === "updateRole" ? "any" : "dot")
      : body;
    const told = withoutComment.has(name) || named["comment"] !== undefined ? named : { ...named, comment };
    const limited =
      isReading({ name, body, db, collection: null }) && name !== "getMore" ? { ...told, maxTimeMS: this.#facts.limitMs } : told;
    if (name === "renameCollection") {
      const full = (value: unknown): string => namespaceIn(String(value), own);
      return [{ ...body, renameCollection: full(body["renameCollection"]), to: full(body["to"]) }, "admin"];
    }
    if (name === "aggregate" && body["cursor"] === undefined && body["explain"] === undefined)
      return [{ ...limited, cursor: {} }, database];
    if (name === "createUser" && body["pwd"] === undefined && this.#facts.place === "shadow")
      return [{ ...told, pwd: crypto.randomUUID() }, database];
    return [limited, database];
  }

  async #profiled(comment: string): Promise<Profiled | null> {
    if (this.#facts.place !== "shadow") return null;
    const entries = await this.session.list({ find: "system.profile", filter: { "command.comment": comment } }, 1000);
    const sum = (key: string): number => entries.reduce((total, entry) => total + Number(entry[key] ?? 0), 0);
    return {
      documentsExamined: sum("docsExamined"),
      keysExamined: sum("keysExamined"),
      collectionScans: entries.filter((entry) => String(entry["planSummary"] ?? "").startsWith("COLLSCAN")).length,
    };
  }

  async #executeJob(script: Script): Promise<ScriptOutcome> {
    const place = { file: script.file, line: script.line, text: script.text.split("\n")[0] ?? "" };
    const began = performance.now();
    const outcome = await runJobText(script.text, this.session);
    const access = Object.entries(outcome.updated).map(([name, updated]) => ({
      object: printName([name]),
      kind: "table" as const,
      scans: 0,
      rowsRead: 0,
      inserted: 0,
      updated,
      deleted: 0,
    }));
    const rowsWritten = access.reduce((sum, one) => sum + one.updated, 0);
    const trace: StatementTrace = { ...this.#trace(place, null, performance.now() - began), rowsWritten, access };
    if (outcome.error === null) return { statements: [trace], error: null };
    return {
      statements: [{ ...trace, error: outcome.error }],
      error: { ...outcome.error, file: script.file, line: script.line, excerpt: place.text },
    };
  }

  async query(text: string): Promise<readonly Row[]> {
    const command = parseCommand(text);
    if (!isReading(command)) throw new LeadError("statement-refused", "only one reading command can be asked here");
    try {
      return await this.#read(command);
    } catch (cause) {
      throw new LeadError("schema-unreadable", `the query failed: ${errorOf(cause).message}`, { cause });
    }
  }

  /** Documents of a cursor, or the answer itself of a command that has none. */
  async #read(command: Command): Promise<readonly Document[]> {
    const [document, database] = this.#address(command, "dblead query");
    if (["find", "aggregate", "listCollections", "listIndexes"].includes(command.name))
      return this.session.list(document, Number.POSITIVE_INFINITY, database);
    const { ok: _ok, operationTime: _time, $clusterTime: _cluster, ...answer } = await this.session.run(document, database);
    return command.name === "distinct" && Array.isArray(answer["values"])
      ? itemsOf(answer["values"]).map((value) => ({ value }))
      : [answer];
  }

  async tryQuery(text: string): ReturnType<Connection["tryQuery"]> {
    return tryQuery(this.session, text);
  }

  /** A `count` passes at 0 where no rows are expected, anything else where it answers with no document. */
  async check(check: Check): Promise<CheckOutcome> {
    try {
      const command = parseCommand(check.query);
      if (!isReading(command)) return { kind: "error", error: { message: "a check only reads", code: "statement-refused" } };
      const rows = await this.#read(command);
      const first = rows[0];
      if (check.expects === "true") return Object.values(first ?? {})[0] === true ? { kind: "passed" } : { kind: "failed", count: 1 };
      const counted =
        first !== undefined && (command.name === "count" || (rows.length === 1 && Object.keys(first).join() === "n"))
          ? Number(first["n"])
          : rows.length;
      return counted === 0 ? { kind: "passed" } : { kind: "failed", count: counted };
    } catch (cause) {
      return { kind: "error", error: errorOf(cause) };
    }
  }

  /** Puts documents in, asks, and takes them out again by their keys. */
  async probe(insert: string, checks: readonly Check[]): Promise<ProbeOutcome> {
    const put: { readonly collection: string; readonly key: JsonValue }[] = [];
    const takeBack = async (): Promise<void> => {
      for (const { collection, key } of put.splice(0).toReversed())
        await this.session.run({ delete: collection, deletes: [{ q: { _id: { $eq: key } }, limit: 1 }] });
    };
    try {
      for (const { collection, document } of insertedBy(insert)) {
        const key = document["_id"] ?? { $oid: randomBytes(12).toString("hex") };
        refuseFailure(await this.session.run({ insert: collection, documents: [{ ...document, _id: key }] }));
        put.push({ collection, key });
      }
    } catch (cause) {
      await takeBack();
      return { kind: "refused", error: valueOf(cause) };
    }
    try {
      const answers: CheckOutcome[] = [];
      for (const check of checks) answers.push(await this.check(check));
      return { kind: "asked", answers };
    } finally {
      await takeBack();
    }
  }

  async #executeProgram(script: Script, mode: "traced" | "untraced"): Promise<ScriptOutcome> {
    if (this.#facts.place !== "shadow") throw new LeadError("statement-refused", "Programs run on shadows only.");
    const { executeProgram } = await import("./program/execute.ts");
    return executeProgram(script, this.session, { mode, trace: (place, effects, durationMs) => this.#trace(place, effects, durationMs) });
  }

  #trace(
    place: Pick<StatementTrace, "file" | "line" | "text">,
    done: ReturnType<typeof effectsOf> | null,
    durationMs: number,
  ): StatementTrace {
    const nothing = { blocks: [], rewrites: [], scans: [], created: [], altered: [], dropped: [], rowsWritten: 0 };
    return {
      ...place,
      ...(done ?? nothing),
      durationMs,
      evidence: {
        level: "executed",
        server: `${this.server.flavour} ${this.server.version}`,
        rows: this.#facts.rows,
        concurrency: "alone",
        facts: [{ name: "duration", value: Math.round(durationMs), unit: "ms" }],
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]();
  }
}

function valueOf(cause: unknown): StatementError {
  if (!(cause instanceof LeadError)) return errorOf(cause);
  return { message: cause.message, code: cause.code, ...(cause.hint === undefined ? {} : { hint: cause.hint }) };
}

/** What cannot be read is an error of the script, told as any other. */
function parse(script: Script): { readonly statements: readonly ParsedStatement[] } | Pick<ScriptOutcome, "error"> {
  try {
    return { statements: parseScript(script) };
  } catch (cause) {
    const error = valueOf(cause);
    return { error: { ...error, file: script.file, line: Number(/:(\d+):\d+: /.exec(error.message)?.[1] ?? script.line), excerpt: "" } };
  }
}

const isAboutAccounts = /(?:User|Role)s?(?:To|From)?/;

/** `.` is the database at hand; a role of one database may have privileges on that one alone, whatever the text calls it (`any`). */
function nameHome(value: Document, database: string, which: "dot" | "any"): Document {
  const visit = (inner: JsonValue | undefined, key: string): JsonValue => {
    if (Array.isArray(inner)) return inner.map((item: JsonValue) => visit(item, key));
    if (inner === null || typeof inner !== "object") return inner ?? null;
    return Object.fromEntries(
      Object.entries(inner).map(([name, member]) => {
        const isHome = name === "db" && (member === atHand || (which === "any" && key === "resource" && member !== ""));
        return [name, isHome ? database : visit(member, name)];
      }),
    );
  };
  return visit(value, "") as Document;
}

/** `.orders` is a collection of the database at hand; else a namespace, of which the database is replaced by the one at hand. */
function namespaceIn(name: string, database: string): string {
  if (name.startsWith(".")) return `${database}${name}`;
  const at = name.indexOf(".");
  return `${database}.${at === -1 ? name : name.slice(at + 1)}`;
}

/** Writes report their errors in an answer that is otherwise good. */
function refuseFailure(answer: Document): void {
  const [first] = itemsOf(answer["writeErrors"]);
  const failed = asDocument(first ?? answer["writeConcernError"]);
  if (Object.keys(failed).length === 0) return;
  throw Object.assign(new Error(String(failed["errmsg"] ?? "the write failed")), {
    code: failed["code"],
    codeName: nameOf(Number(failed["code"])),
  });
}

function nameOf(code: number): string {
  return (
    { 11000: "DuplicateKey", 121: "DocumentValidationFailure", 10334: "BSONObjectTooLarge", 17280: "KeyTooLong" }[code] ?? String(code)
  );
}

/** The documents that a script of `insert` commands puts in. Throws `internal-error` for any other command. */
function insertedBy(text: string): readonly { readonly collection: string; readonly document: Document }[] {
  const parsed = parse({ file: "probe", line: 1, text, transaction: "none" });
  if ("error" in parsed) throw new LeadError("internal-error", `documents to try cannot be read: ${parsed.error?.message ?? ""}`);
  return parsed.statements.flatMap((statement) => {
    const { name, collection, body } = treeOf(statement).command;
    const documents = body["documents"];
    if (name !== "insert" || collection === null || !Array.isArray(documents))
      throw new LeadError("internal-error", `${name} is no way to try documents`);
    return documents.map((document: JsonValue) => ({ collection, document: asDocument(document) }));
  });
}
