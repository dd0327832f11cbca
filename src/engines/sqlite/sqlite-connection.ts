import { LeadError } from "../../model/error.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Script } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import type { Block, Check } from "../../model/plan.ts";
import type { StatementError, StatementTrace } from "../../model/review.ts";
import type { Schema, Sizes } from "../../model/schema.ts";
import type { CheckOutcome, Connection, Row, ScriptOutcome, ServerFacts } from "../connection.ts";
import type { ParsedStatement } from "../engine.ts";
import { schemaOf } from "./normalize.ts";
import { splitScript, treeOf } from "./parse.ts";
import type { DigestResult, RunResult, SqliteFailure } from "./protocol.ts";
import type { Session } from "./session.ts";
import { quoteName } from "./tokens.ts";

export interface ConnectionFacts {
  readonly server: ServerFacts;
  /** What stands in the tables, for evidence. */
  readonly rows: Evidence["rows"];
  readonly major: string;
  /** Whether references are enforced when a script begins. */
  readonly foreignKeys: boolean;
}

export class SqliteConnection implements Connection {
  readonly server: ServerFacts;
  readonly #session: Session;
  readonly #facts: ConnectionFacts;

  constructor(session: Session, facts: ConnectionFacts) {
    this.#session = session;
    this.#facts = facts;
    this.server = facts.server;
  }

  async introspect(): Promise<Schema> {
    const outcome = await this.#session.call({ kind: "schema" });
    if (outcome.kind === "failed") throw new LeadError("schema-unreadable", `the schema cannot be read: ${outcome.failure.message}`);
    return schemaOf(outcome.value, this.#facts.major);
  }

  /** Counts rows; sizes are pages by `dbstat` (https://sqlite.org/dbstat.html). Cost: reads every table once. */
  async sizes(): Promise<Sizes> {
    const schema = await this.introspect();
    const pages = new Map(
      (await this.#rows("select name, sum(pgsize) as size from dbstat group by name")).map((row) => [
        String(row["name"]),
        Number(row["size"]),
      ]),
    );
    const sizes: Record<string, { rowsEstimated: number; sizeBytes?: number }> = {};
    for (const object of schema.objects) {
      if (object.kind !== "table" || object.outline === undefined) continue;
      const name = tableNameOf(object.definition);
      const [counted] = await this.#rows(`select count(*) as n from ${quoteName(name)}`);
      const sizeBytes = pages.get(name);
      sizes[object.outline.label] = { rowsEstimated: Number(counted?.["n"] ?? 0), ...(sizeBytes === undefined ? {} : { sizeBytes }) };
    }
    return sizes;
  }

  async execute(script: Script): Promise<ScriptOutcome> {
    const statements = splitScript(script.text, script.line);
    const traces: StatementTrace[] = [];
    const isWrapped = script.transaction !== "none";
    if (isWrapped) await this.#run("BEGIN", "in-transaction");
    const made = new Set<string>();
    const gone = new Set<string>();
    for (const statement of statements) {
      const outcome = await this.#session.call({ kind: "run", text: statement.text, scope: isWrapped ? "in-transaction" : "own" });
      if (outcome.kind === "failed") {
        const error = errorOf(outcome.failure);
        traces.push({ ...this.#trace(script, statement, null), error });
        return this.#fail(script, statement, error, traces);
      }
      traces.push(this.#trace(script, statement, withRebuilds(statement, outcome.value, made, gone)));
    }
    const failure = isWrapped ? await this.#run("COMMIT", "in-transaction") : null;
    const last = statements.at(-1);
    if (failure !== null && last !== undefined) return this.#fail(script, last, errorOf(failure), traces);
    return { statements: traces, error: null };
  }

  /** Rolls back what is open and puts the session back as scripts expect to find it. */
  async #fail(
    script: Script,
    statement: ParsedStatement,
    error: StatementError,
    traces: readonly StatementTrace[],
  ): Promise<ScriptOutcome> {
    const place = { file: script.file, line: statement.line, excerpt: statement.text.split("\n")[0]?.slice(0, 120) ?? "" };
    if (error.code !== "SQLITE_INTERRUPT" && error.code !== "SQLITE_ABORT") {
      await this.#run("ROLLBACK", "in-transaction");
      await this.#run(`PRAGMA foreign_keys = ${this.#facts.foreignKeys ? "ON" : "OFF"}`, "in-transaction");
    }
    return { statements: traces, error: { ...error, ...place } };
  }

  async #run(text: string, scope: "in-transaction" | "own"): Promise<SqliteFailure | null> {
    const outcome = await this.#session.call({ kind: "run", text, scope });
    return outcome.kind === "failed" ? outcome.failure : null;
  }

  async query(text: string): Promise<readonly Row[]> {
    const [statement, ...others] = splitScript(text, 1);
    const verb = statement === undefined ? "" : treeOf(statement).verb;
    if (others.length > 0 || !["select", "values", "explain"].includes(verb))
      throw new LeadError("statement-refused", "only one reading statement can be asked here");
    return this.#rows(text);
  }

  async #rows(text: string): Promise<readonly Row[]> {
    const outcome = await this.#session.call({ kind: "rows", text });
    if (outcome.kind === "failed") throw new LeadError("schema-unreadable", `the query failed: ${outcome.failure.message}`);
    return outcome.value;
  }

  async tryQuery(text: string): ReturnType<Connection["tryQuery"]> {
    const outcome = await this.#session.call({ kind: "explain", text });
    return outcome.kind === "failed"
      ? { kind: "fails", error: errorOf(outcome.failure) }
      : { kind: "runs", plan: outcome.value.join("\n") };
  }

  async check(check: Check): Promise<CheckOutcome> {
    const text = check.expects === "no-rows" ? `select count(*) as n from (${check.query})` : check.query;
    const outcome = await this.#session.call({ kind: "rows", text });
    if (outcome.kind === "failed") return { kind: "error", error: errorOf(outcome.failure) };
    const value = Number(Object.values(outcome.value[0] ?? {})[0] ?? 0);
    if (check.expects === "true") return value === 1 ? { kind: "passed" } : { kind: "failed", count: 1 };
    return value === 0 ? { kind: "passed" } : { kind: "failed", count: value };
  }

  /** Sums of hashes, computed where the rows are. */
  async digest(text: string, keys: number, labels: readonly string[]): Promise<DigestResult> {
    const outcome = await this.#session.call({ kind: "digest", text, keys, labels });
    if (outcome.kind === "failed")
      throw new LeadError("shadow-failed", `rows could not be read for their checksum: ${outcome.failure.message}`);
    return outcome.value;
  }

  #trace(script: Script, statement: ParsedStatement, result: RunResult | null): StatementTrace {
    const facts = result === null ? [] : [{ name: "duration", value: Math.round(result.durationMs), unit: "ms" }];
    const observed = result !== null && result.refused !== "unknown";
    return {
      file: script.file,
      line: statement.line,
      text: statement.text,
      blocks: result === null ? [] : blocksOf(result, script.transaction === "none" ? "moment" : "transaction"),
      rewrites: labels(result?.rewrites),
      scans: labels(result?.scans),
      created: labels(result?.created),
      altered: labels(result?.altered),
      dropped: labels(result?.dropped),
      rowsWritten: result?.rowsWritten ?? 0,
      durationMs: result?.durationMs ?? 0,
      evidence: {
        level: "executed",
        server: `${this.server.flavour} ${this.server.version}`,
        rows: this.#facts.rows,
        concurrency: observed ? "observed" : "alone",
        facts,
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

function labels(names: readonly string[] | undefined): readonly string[] {
  return (names ?? []).map((name) => printName([name]));
}

function tableNameOf(definition: unknown): string {
  return typeof definition === "object" && definition !== null && "name" in definition ? String(definition.name) : "";
}

export function errorOf(failure: SqliteFailure): StatementError {
  const hint = failure.code === "SQLITE_AUTH" ? "Statements that reach other files, load code or lift limits do not run here." : undefined;
  return { message: failure.message, code: failure.code, ...(hint === undefined ? {} : { hint }) };
}

/** What a second session on the same file was refused. */
function blocksOf(result: RunResult, duration: Block["for"]): readonly Block[] {
  if (result.refused === "writes") return [{ object: "database", blocks: "writes", vendorMode: "RESERVED", for: duration }];
  if (result.refused === "reads-and-writes")
    return [{ object: "database", blocks: "reads-and-writes", vendorMode: "EXCLUSIVE", for: duration }];
  return [];
}

/** A table that was made in this script and takes the name of one that was dropped in it is that one, rewritten. */
function withRebuilds(statement: ParsedStatement, result: RunResult, made: Set<string>, gone: Set<string>): RunResult {
  const { verb, action, name } = treeOf(statement);
  for (const dropped of result.dropped) if (verb === "drop table") gone.add(dropped);
  const isTaking = verb === "alter table" && action === "rename to" && name !== null && made.has(name);
  const rebuilt = isTaking ? result.created.filter((created) => gone.has(created)) : [];
  for (const created of result.created) if (verb === "create table") made.add(created);
  return rebuilt.length === 0 ? result : { ...result, rewrites: [...result.rewrites, ...rebuilt] };
}
