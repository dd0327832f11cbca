import type { Connection } from "../../engines/connection.ts";
import type { Digest } from "../../engines/row-proof.ts";
import type { Migration, Script, Stage } from "../../model/migration.ts";
import type { BrokenQuery, StatementTrace } from "../../model/review.ts";
import type { ReviewQuery, ReviewRequest } from "./request.ts";
import { coarsen } from "./row-comparison.ts";
import { withoutIgnored } from "./schema-difference.ts";

export interface Failure {
  readonly check: "migration-fails" | "job-fails" | "down-fails";
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly excerpt: string;
}
export interface StageRun {
  readonly statements: readonly StatementTrace[];
  readonly failure: Failure | null;
  readonly broken: readonly BrokenQuery[];
  readonly jobs: readonly JobRun[];
}
export interface JobRun {
  readonly file: string;
  /** Objects that the job created, altered or dropped. */
  readonly changedSchema: readonly string[];
  /** Objects whose rows differed after the stage's jobs had run a second time. */
  readonly changedAgain: readonly string[];
}
/** `twice`: every job runs a second time and must change nothing; everything is traced. `once`: only whether it runs is asked. */
export type JobRepetition = "once" | "twice";

/** Which application queries run on the connection as it is now. */
export async function selectRunning(connection: Connection, queries: readonly ReviewQuery[]): Promise<readonly ReviewQuery[]> {
  const running: ReviewQuery[] = [];
  for (const query of queries) {
    if ((await connection.tryQuery(query.query)).kind === "runs") running.push(query);
  }
  return running;
}

/** Runs all stages in order: migrations with the runner's own records, then jobs, then the queries of the application. */
export async function runStages(
  connection: Connection,
  request: ReviewRequest,
  queries: readonly ReviewQuery[],
  repetition: JobRepetition,
): Promise<StageRun> {
  const statements: StatementTrace[] = [];
  const broken: BrokenQuery[] = [];
  const jobs: JobRun[] = [];
  let running = queries;
  for (const stage of request.stages) {
    const applied = await applyMigrations(connection, stage.migrations, request, repetition === "twice" ? "traced" : "untraced");
    statements.push(...applied.statements);
    if (applied.failure !== null) return { statements, failure: applied.failure, broken, jobs };
    const ran = await runJobs(connection, stage, request, repetition);
    statements.push(...ran.statements);
    jobs.push(...ran.jobs);
    if (ran.failure !== null) return { statements, failure: ran.failure, broken, jobs };
    const asked = await askQueries(connection, running, stage.phase);
    broken.push(...asked.broken);
    running = asked.running;
  }
  return { statements, failure: null, broken, jobs };
}

async function askQueries(
  connection: Connection,
  queries: readonly ReviewQuery[],
  after: string,
): Promise<{ readonly running: readonly ReviewQuery[]; readonly broken: readonly BrokenQuery[] }> {
  const running: ReviewQuery[] = [];
  const broken: BrokenQuery[] = [];
  for (const query of queries) {
    const outcome = await connection.tryQuery(query.query);
    if (outcome.kind === "runs") running.push(query);
    else broken.push({ ...query, after, error: outcome.error.message });
  }
  return { running, broken };
}

async function applyMigrations(
  connection: Connection,
  migrations: readonly Migration[],
  request: ReviewRequest,
  tracing: "traced" | "untraced",
): Promise<{ readonly statements: readonly StatementTrace[]; readonly failure: Failure | null }> {
  const statements: StatementTrace[] = [];
  for (const migration of migrations) {
    const outcome = await connection.execute(migration.up, tracing);
    statements.push(...outcome.statements);
    if (outcome.error !== null) return { statements, failure: { check: "migration-fails", ...outcome.error } };
  }
  const records = migrations.length === 0 ? null : request.bookkeeping(migrations);
  if (records !== null) {
    const outcome = await connection.execute(records, "untraced");
    if (outcome.error !== null) return { statements, failure: { check: "migration-fails", ...outcome.error } };
  }
  return { statements, failure: null };
}

interface JobsRun {
  readonly statements: readonly StatementTrace[];
  readonly failure: Failure | null;
  readonly jobs: readonly JobRun[];
}

async function runJobs(connection: Connection, stage: Stage, request: ReviewRequest, repetition: JobRepetition): Promise<JobsRun> {
  const scripts = stage.jobs.map((job) => job.script);
  const first = await runScripts(connection, scripts, repetition === "twice" ? "traced" : "untraced");
  if (first.failure !== null || scripts.length === 0 || repetition === "once") return { ...first, jobs: [] };
  const repeated = await repeatJobs(connection, scripts, request, first.statements);
  if ("failure" in repeated) return { ...first, failure: repeated.failure, jobs: [] };
  const jobs = scripts.map((script) => ({
    file: script.file,
    changedSchema: first.statements
      .filter((trace) => trace.file === script.file)
      .flatMap((trace) => [...trace.created, ...trace.altered, ...trace.dropped]),
    changedAgain: repeated.changedAgain,
  }));
  return { ...first, jobs };
}

/**
 * Runs the jobs again. Where the server counted what each object was written, objects that were not written the second time are equal; only the others are
 * summed. An object that is written the second time and was not the first time was changed again, whatever it holds.
 */
async function repeatJobs(
  connection: Connection,
  scripts: readonly Script[],
  request: ReviewRequest,
  first: readonly StatementTrace[],
): Promise<{ readonly changedAgain: readonly string[] } | { readonly failure: Failure }> {
  const writtenFirst = writtenBy(first);
  const before = await readObjects(connection, request, writtenFirst);
  const again = await runScripts(connection, scripts, "traced");
  if (again.failure !== null) return { failure: again.failure };
  const writtenAgain = writtenBy(again.statements);
  if (writtenAgain !== null && writtenAgain.size === 0) return { changedAgain: [] };
  const after = await readObjects(connection, request, writtenFirst);
  const differing = before
    .filter((digest, index) => JSON.stringify(digest) !== JSON.stringify(after[index]))
    .map((digest) => digest.object);
  const fresh = writtenFirst === null || writtenAgain === null ? [] : [...writtenAgain].filter((object) => !writtenFirst.has(object));
  return { changedAgain: [...differing, ...fresh] };
}

/** Objects that statements wrote rows of, by the server's counters; null: not every statement was counted. */
function writtenBy(statements: readonly StatementTrace[]): ReadonlySet<string> | null {
  const written = new Set<string>();
  for (const { access, unobserved, text } of statements) {
    if (/^\s*(?:begin|commit)\b/i.test(text)) continue;
    if (access === undefined || (unobserved ?? []).some((what) => what.startsWith("rows"))) return null;
    for (const one of access) if (one.inserted + one.updated + one.deleted > 0) written.add(one.object);
  }
  return written;
}

async function readObjects(connection: Connection, request: ReviewRequest, only: ReadonlySet<string> | null): Promise<readonly Digest[]> {
  if (only !== null && only.size === 0) return [];
  const schema = withoutIgnored(await connection.introspect(), request.ignore);
  const requests = request.engine.rows.digestRequests(schema, schema, []).before.filter(({ object }) => only === null || only.has(object));
  return request.engine.rows.digest(connection, requests.map(coarsen));
}

async function runScripts(
  connection: Connection,
  scripts: readonly Script[],
  tracing: "traced" | "untraced",
): Promise<{ readonly statements: readonly StatementTrace[]; readonly failure: Failure | null }> {
  const statements: StatementTrace[] = [];
  for (const script of scripts) {
    const outcome = await connection.execute(script, tracing);
    statements.push(...outcome.statements);
    if (outcome.error !== null) return { statements, failure: { check: "job-fails", ...outcome.error } };
  }
  return { statements, failure: null };
}

/** Goes all the way back: the last stage first, within a stage the jobs' reverses, then the migrations' downs. */
export async function runDowns(
  connection: Connection,
  stages: readonly Stage[],
): Promise<{ readonly missing: readonly string[]; readonly failure: Failure | null }> {
  const migrations = stages.flatMap((stage) => stage.migrations);
  const missing = migrations.filter((migration) => migration.down === null).map((migration) => migration.up.file);
  if (missing.length > 0) return { missing, failure: null };
  for (const stage of stages.toReversed()) {
    const scripts = [
      ...stage.jobs.toReversed().map((job) => job.reverse),
      ...stage.migrations.toReversed().map((migration) => migration.down),
    ];
    for (const script of scripts) {
      if (script === null) continue;
      const outcome = await connection.execute(script, "untraced");
      if (outcome.error !== null) return { missing, failure: { check: "down-fails", ...outcome.error } };
    }
  }
  return { missing, failure: null };
}
