import type { Evidence } from "../../../model/evidence.ts";
import type { Script } from "../../../model/migration.ts";
import type { HeldLock, StatementError, StatementTrace } from "../../../model/review.ts";
import type { ScriptOutcome } from "../../connection.ts";
import type { ParsedStatement } from "../../engine.ts";
import { indexOfCodePoint } from "../parse/grammar.ts";
import { excerptAt, placeOf } from "../parse/place.ts";
import { textOf, unwrap } from "../parse/tree.ts";
import { compareCatalogues, isOpaque, readCatalogue } from "./catalogue.ts";
import type { LockWatch, Sampled } from "./lock-watch.ts";
import { type Failure, readScript } from "./script-reading.ts";
import { type Answer, ServerError, type Session, toStatementError } from "./session.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";
import { documentedBlocks, refusesTransaction } from "./statement-traits.ts";
import { locksTaken, nameLock, observe } from "./trace.ts";

/** Lends the rights of the server's owner to single statements. */
export interface Elevation {
  /** Whether the statement wants them and gives away none of them. */
  isFor(statement: ParsedStatement): boolean;
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}
export interface Execution {
  readonly session: Session;
  readonly evidence: Evidence;
  /** For statements that a plain role may not run (CREATE EXTENSION). */
  readonly elevate: Elevation | null;
  /** A second session that samples this one's locks; null where the server has one session only. */
  readonly watch: LockWatch | null;
  /** Sees the statements before they run (an embedded server loads extensions by name). */
  readonly prepare: ((statements: readonly ParsedStatement[]) => Promise<void>) | null;
  /** Told of each statement before it runs. */
  readonly begins: ((place: { readonly file: string; readonly line: number; readonly text: string }) => void) | null;
  /** `untraced`: nothing is read around the statements; what they did is not told. */
  readonly tracing: "traced" | "untraced";
}
/** A lock of the open transaction, and when by the transaction's own clock it was taken. */
interface OpenLock {
  readonly trace: number;
  readonly lock: Omit<HeldLock, "heldMs">;
  readonly takenAtMs: number;
}

/** Whose transaction is open: the runner's around the script, one that the script began, or none. */
type Open = "runner" | "script" | "none";

/** Runs a script in its transaction scope, statement by statement, and tells what each did. An error is a value; it ends the script. */
export async function executeScript(execution: Execution, script: Script): Promise<ScriptOutcome> {
  const read = await readScript(script);
  if (read.kind === "failed") return { statements: [], error: read.error };
  await execution.prepare?.(read.statements);
  const run = new ScriptRun(execution, script);
  return run.run(read.statements);
}

class ScriptRun {
  private readonly execution: Execution;
  private readonly script: Script;
  private readonly traces: StatementTrace[] = [];
  private open: Open = "none";
  private start: Snapshot | null = null;
  private before: Snapshot | null = null;
  /** Milliseconds that the statements of the open transaction took, without the watching between them. */
  private clockMs = 0;
  private openLocks: OpenLock[] = [];
  /** The server tells counts of earlier transactions at once (version 15 and later). */
  private countsAtOnce = true;

  constructor(execution: Execution, script: Script) {
    this.execution = execution;
    this.script = script;
  }

  async run(statements: readonly ParsedStatement[]): Promise<ScriptOutcome> {
    if (this.isTraced) {
      const answer = await this.session.run(freshCounts);
      this.countsAtOnce = (answer.at(-1)?.rows.length ?? 0) > 0;
    }
    if (this.script.transaction !== "none") await this.begin("runner");
    let error: Failure | null = null;
    for (const statement of statements) {
      error = await this.runOne(statement);
      if (error !== null) break;
    }
    error ??= await this.finish(statements.at(-1));
    if (error !== null) await this.rollback();
    await this.session.run("discard all");
    return { statements: this.traces, error };
  }

  private get session(): Session {
    return this.execution.session;
  }
  private get isTraced(): boolean {
    return this.execution.tracing === "traced";
  }

  private async begin(open: Open): Promise<void> {
    await this.session.run("begin");
    this.open = open;
    await this.watchTransaction();
  }

  private async watchTransaction(): Promise<void> {
    this.clockMs = 0;
    this.openLocks = [];
    if (!this.isTraced) return;
    this.start = await takeSnapshot(this.session);
    this.before = this.start;
  }

  private async commit(): Promise<void> {
    const startedAt = performance.now();
    await this.session.run("commit");
    this.endTransaction(performance.now() - startedAt);
  }

  private async rollback(): Promise<void> {
    this.endTransaction(0);
    await this.session.run("rollback");
  }

  /** The locks of the transaction are gone: how long each was held can be said. */
  private endTransaction(endingMs: number): void {
    this.open = "none";
    for (const { trace, lock, takenAtMs } of this.openLocks) {
      const known = this.traces[trace];
      if (known === undefined) continue;
      this.traces[trace] = { ...known, locks: [...(known.locks ?? []), { ...lock, heldMs: round(this.clockMs + endingMs - takenAtMs) }] };
    }
    this.openLocks = [];
  }

  private async finish(last: ParsedStatement | undefined): Promise<Failure | null> {
    if (this.open === "none") return null;
    if (this.open === "script")
      return this.failureAt(last, { message: "The script begins a transaction and does not end it.", code: "25000" });
    try {
      await this.commit();
      return null;
    } catch (error) {
      return this.failureAt(last, toStatementError(asServerError(error)));
    }
  }

  private async runOne(statement: ParsedStatement): Promise<Failure | null> {
    const startedAt = performance.now();
    const place = this.traces.push(this.emptyTrace(statement)) - 1;
    const note = (trace: Partial<StatementTrace>): void => {
      const durationMs = trace.durationMs ?? elapsedSince(startedAt);
      this.traces[place] = { ...(this.traces[place] ?? this.emptyTrace(statement)), ...trace, durationMs };
    };
    try {
      note(await this.traceOne(statement));
      // A transaction of its own has ended meanwhile: its locks are complete only now.
      return null;
    } catch (thrown) {
      const error = asServerError(thrown);
      const value = toStatementError(error);
      note({ error: value });
      return this.failureAt(statement, value, error.position);
    }
  }

  private async traceOne(statement: ParsedStatement): Promise<Partial<StatementTrace>> {
    const node = unwrap(statement.tree);
    if (node?.kind === "TransactionStmt") {
      await this.runControl(statement, textOf(node.fields["kind"]), node.fields["chain"] === true ? "chain" : "end");
      return {};
    }
    if (!this.isTraced) return { durationMs: (await this.send(statement)).durationMs };
    if (this.open !== "none") return this.traceInside(statement);
    if (refusesTransaction(statement)) return this.traceBare(statement);
    await this.begin("script");
    try {
      const trace = await this.traceInside(statement);
      await this.commit();
      return trace;
    } catch (thrown) {
      await this.rollback();
      const code = asServerError(thrown).code;
      // "Cannot run inside a transaction block", "invalid transaction termination": it was rolled back and can run alone.
      if (code === "25001" || code === "2D000") return this.traceBare(statement);
      throw thrown;
    }
  }

  private async runControl(statement: ParsedStatement, kind: string, after: "chain" | "end"): Promise<void> {
    const begins = kind === "TRANS_STMT_BEGIN" || kind === "TRANS_STMT_START";
    const startedAt = performance.now();
    await this.session.run(statement.text);
    const ends = /COMMIT|ROLLBACK$|PREPARE/.test(kind);
    if (begins && this.open === "none") this.open = "script";
    else if (ends) {
      const open = this.open;
      this.endTransaction(performance.now() - startedAt);
      if (after === "chain") this.open = open;
    }
    if (this.open === "none") return;
    if (begins || after === "chain") await this.watchTransaction();
    else if (this.isTraced) this.before = await takeSnapshot(this.session);
  }

  private async traceInside(statement: ParsedStatement): Promise<Partial<StatementTrace>> {
    const catalogue = isOpaque(statement) ? await readCatalogue(this.session) : null;
    const { answer, durationMs } = await this.send(statement);
    const after = await takeSnapshot(this.session);
    const before = this.before ?? after;
    const start = this.start ?? before;
    const change = catalogue === null ? null : compareCatalogues(catalogue, await readCatalogue(this.session));
    const observation = observe({ statement, start, before, after, answer, catalogue: change });
    const place = this.traces.length - 1;
    this.traces[place] = { ...(this.traces[place] ?? this.emptyTrace(statement)), locks: [] };
    for (const lock of locksTaken({ start, before, after })) this.openLocks.push({ trace: place, lock, takenAtMs: this.clockMs });
    this.clockMs += durationMs;
    this.before = after;
    return { ...observation, durationMs };
  }

  private async traceBare(statement: ParsedStatement): Promise<Partial<StatementTrace>> {
    const before = await takeSnapshot(this.session);
    const catalogue = isOpaque(statement) ? await readCatalogue(this.session) : null;
    const watching = await this.execution.watch?.start();
    let sent: { readonly answer: Answer | null; readonly durationMs: number };
    let sampled: Sampled | null = null;
    try {
      sent = await this.send(statement);
    } finally {
      sampled = (await watching?.stop()) ?? null;
    }
    const after = await takeSnapshot(this.session);
    const observation = observe({
      statement,
      start: before,
      before,
      after: { ...after, locks: sampled?.strongest ?? new Map() },
      answer: sent.answer,
      catalogue: catalogue === null ? null : compareCatalogues(catalogue, await readCatalogue(this.session)),
    });
    const locks = (sampled?.all ?? []).flatMap(({ oid, mode, heldMs }) => {
      const relation = before.relations.get(oid);
      return relation === undefined ? [] : [{ ...nameLock(relation, mode), heldMs: round(heldMs) }];
    });
    const unobserved = [
      ...(sampled === null ? ["the locks that it held between its own commits"] : []),
      ...(this.countsAtOnce ? [] : ["rows that it read and wrote: this server tells them late"]),
    ];
    const told = documentedBlocks(statement, before);
    const seen =
      told.length > 0 &&
      told.every((block) => observation.blocks.some((other) => other.object === block.object && other.vendorMode === block.vendorMode));
    return {
      ...observation,
      blocks: seen || told.length === 0 ? observation.blocks : told,
      durationMs: sent.durationMs,
      ...(sampled === null ? {} : { locks }),
      ...(unobserved.length > 0 ? { unobserved } : {}),
      evidence: this.evidenceOf(seen ? "seen" : told.length > 0 ? "documented" : locks.length > 0 ? "sampled" : "unobserved"),
    };
  }

  private evidenceOf(locks: "seen" | "documented" | "sampled" | "unobserved"): Evidence {
    const { evidence } = this.execution;
    if (locks === "seen") return evidence;
    return locks === "sampled" ? limitEvidence(evidence, evidence.level, sampledLimit) : lowerEvidence(evidence, locks);
  }

  private async send(statement: ParsedStatement): Promise<{ readonly answer: Answer | null; readonly durationMs: number }> {
    const startedAt = performance.now();
    const work = (): Promise<readonly Answer[]> => this.session.run(statement.text);
    const { elevate, begins } = this.execution;
    begins?.({ file: this.script.file, line: statement.line, text: statement.text });
    const answers = elevate?.isFor(statement) === true ? await elevate.run(work) : await work();
    return { answer: answers.at(-1) ?? null, durationMs: elapsedSince(startedAt) };
  }

  private emptyTrace(statement: ParsedStatement): StatementTrace {
    const place = { file: this.script.file, line: statement.line, text: statement.text };
    return {
      ...place,
      blocks: [],
      rewrites: [],
      scans: [],
      created: [],
      altered: [],
      dropped: [],
      rowsWritten: 0,
      durationMs: 0,
      evidence: this.execution.evidence,
    };
  }

  private failureAt(statement: ParsedStatement | undefined, error: StatementError, position: number | null = null): Failure {
    const inside = statement === undefined || position === null ? 0 : indexOfCodePoint(statement.text, position - 1);
    const offset = (statement?.start ?? 0) + inside;
    return {
      ...error,
      file: this.script.file,
      line: placeOf(this.script.text, offset, this.script.line).line,
      excerpt: excerptAt(this.script.text, offset),
    };
  }
}

// Absent before version 15, where counters of earlier transactions are not read.
const freshCounts = "select pg_catalog.set_config(name, 'none', false) from pg_catalog.pg_settings where name = 'stats_fetch_consistency'";

function elapsedSince(startedAt: number): number {
  return round(performance.now() - startedAt);
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

function asServerError(error: unknown): ServerError {
  if (error instanceof ServerError) return error;
  throw error;
}

function lowerEvidence(evidence: Evidence, why: "documented" | "unobserved"): Evidence {
  const text =
    why === "documented"
      ? "Its locks are gone when it returns and no second session saw them: what it blocks is taken from the manual, not observed."
      : "It commits on its own; which locks it held between its commits was not observed.";
  return limitEvidence(evidence, evidence.level === "parsed" ? "parsed" : "planned", text);
}

const sampledLimit = "It commits on its own; its locks were sampled from a second session, and one held for less than 5 ms may be missing.";

function limitEvidence(evidence: Evidence, level: Evidence["level"], text: string): Evidence {
  return { ...evidence, level, limits: evidence.limits === undefined ? text : `${evidence.limits} ${text}` };
}
