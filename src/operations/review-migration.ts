import type { Engine, LintRequest } from "../engines/engine.ts";
import type { ReviewQuery, ReviewRequest } from "../lead/review/request.ts";
import { parsedEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Migration, Script, Stage } from "../model/migration.ts";
import type { Plan } from "../model/plan.ts";
import type { Schema, Sizes } from "../model/schema.ts";
import type { OperationContext } from "./operation.ts";
import { placeFixes } from "./review-fix-places.ts";
import { applyOverrides, noPolicy, type ReviewPolicy } from "./review-policy.ts";
import { type ExecutedReview, nextActionOf, type ReviewSubject, type StaticReview } from "./review-result.ts";
import { findRowReaders } from "./review-sequence.ts";
import type { RollingProof, RollingTrial } from "./review-rolling.ts";
import { chooseVersion, shadowSettings } from "./schema-reading.ts";
import { type MigrationSet, type Place, readMigrationSet, readScripts, type Source } from "./source.ts";

export type { ExecutedReview, ReviewSubject, StaticReview } from "./review-result.ts";

export interface ReviewMigration {
  readonly engine: string;
  /** What the migrations run on; absent: the migrations of their folder that come before them. */
  readonly base?: Source;
  readonly migration: Source;
  readonly seed?: Source;
  readonly version?: string;
  readonly levels?: LintRequest["levels"];
  /** Levels and more; stands for `levels` where it is given. */
  readonly policy?: ReviewPolicy;
  readonly sizes?: Sizes;
  readonly place?: Place;
}
/** A set of migrations with everything that its review needs, wherever it came from. */
export interface PreparedReview {
  readonly engine: Engine;
  readonly version: string;
  readonly set: MigrationSet;
  readonly place: Place;
  readonly subject: ReviewSubject;
  /** Read when the review is executed; a review of the text does without. */
  readonly readBase: () => Promise<readonly Script[]>;
  readonly seed: Source | null;
  readonly policy: ReviewPolicy;
  readonly sizes: Sizes;
  /** What is known to be wrong with the set as a set. */
  readonly findings: readonly Finding[];
  /** How both releases are tried while the change is rolled out; null: nothing says how. */
  readonly rolling: RollingProof | null;
  /** What is known of the statements that run beside the change, from a file; absent: nothing. */
  readonly workload?: readonly ReviewQuery[];
  /** Statements of the application that runs now. */
  readonly readQueries: () => Promise<readonly { readonly file: string; readonly line: number; readonly query: string }[]>;
}

/** Reviews migrations by executing them on a shadow: up, down, up, rows compared. Findings are values. */
export async function reviewMigration(request: ReviewMigration, context: OperationContext): Promise<ExecutedReview> {
  return executeReview(await prepareReview(request, context), context);
}

/** A change that was planned: its stages stand for the set's own files, and it must lead to the very schema that those lead to. */
export interface Proposal {
  readonly stages: readonly Stage[];
  readonly plan: Plan;
  readonly desired: Schema;
}

/** As {@link reviewMigration}; `again`: also where the same content was reviewed before. */
export async function executeReview(
  prepared: PreparedReview,
  context: OperationContext,
  repetition: "once" | "again" = "once",
  proposal: Proposal | null = null,
): Promise<ExecutedReview> {
  const { engine, version, set, place, sizes, policy } = prepared;
  const { levels, limits } = policy;
  const today = todayOf(context.env);
  const base = await prepared.readBase();
  const seed = prepared.seed === null || "url" in prepared.seed ? [] : await readScripts(prepared.seed, place);
  const queries = await prepared.readQueries();
  const settings = await shadowSettings(engine.id, context);
  const ignore = set.format?.bookkeepingObjects ?? [];
  const { findReview, keepReview, placeOfReview } = await import("./review-cache.ts");
  const day = set.migrations.some(({ up }) => /dblead-ignore.*\buntil\b/.test(up.text)) || policy.overrides.length > 0 ? today : "";
  const known = prepared.workload ?? [];
  const rest = [policy, sizes, queries, known, prepared.findings, ignore, proposal, day, prepared.rolling?.key ?? ""];
  const kept = await placeOfReview({ engine: engine.id, version, settings, base, seed, migrations: set.migrations, rest }, context);
  const subject = { ...prepared.subject, baseScripts: base.length };
  const before = repetition === "again" ? null : await findReview(kept);
  if (before !== null) return finish(before, prepared, subject, "looked-up");
  const { lookAhead } = await import("./review-outlook.ts");
  const outlook = proposal === null ? await lookAhead(prepared, context) : null;
  const changes = set.migrations.map(({ up }) => ({ phase: "expand", script: up }));
  const noted = (migrations: readonly Migration[]): Script | null => bookkeepingOf(set, migrations, engine.id);
  const bookkeeping = { before: noted(set.earlier), after: noted([...set.earlier, ...set.migrations]) };
  await using trial = proposal === null ? ((await prepared.rolling?.begin({ base, changes, bookkeeping, ignored: ignore })) ?? null) : null;
  // Not loaded for a static review, which has 300 ms for everything.
  const [{ reviewDeliverable }, { reachVerdict }] = await Promise.all([import("../lead/review.ts"), import("../lead/review/verdict.ts")]);
  const review = await reviewDeliverable({
    engine,
    version,
    base,
    seed,
    baseSchema: null,
    // Where the files lead on an empty database is where they must lead with rows; and rows are made that fit it.
    desired: proposal?.desired ?? outlook?.to ?? null,
    ...(outlook === null ? {} : { prechecks: outlook.prechecks, carries: outlook.carries }),
    plan: proposal?.plan ?? null,
    stages: proposal?.stages ?? [{ phase: "expand", gate: null, migrations: set.migrations, jobs: [] }],
    queries,
    workload: [...(trial === null ? [] : workloadOf(trial)), ...known],
    ignore,
    bookkeeping: (migrations) => bookkeepingOf(set, migrations, engine.id),
    shadow: { settings, cacheFolder: await context.cacheFolder() },
    levels,
    limits,
    today,
    sizes,
    ...(await measuringOf(prepared, context)),
    renames: outlook?.renames ?? {},
    listener: context.listener,
  });
  // Where a write makes its object, the way on an empty database is not the way with rows.
  const isByRows = proposal === null && engine.capabilities.objectsByWriting === true;
  const compared = isByRows ? review.findings.filter(({ rule }) => rule !== "schema-differs") : review.findings;
  const found = proposal === null ? compared : compared.filter((finding) => !isBehindGate(finding, proposal.stages));
  const { placeFindings } = await import("./review-places.ts");
  const told = placeFindings(found, review.statements, subject.since === null ? "named" : "branch");
  const isRunnable = proposal === null && !review.findings.some(({ rule }) => rule === "migration-fails");
  const rolling = trial === null || !isRunnable ? null : await trial.prove();
  const tried = rolling === null ? [] : (await import("./review-rolling.ts")).reportRolling(rolling, set.migrations);
  const levelled = [...applyLevels(tried, levels), ...applyLevels(prepared.findings, levels), ...applyLevels(told, levels)];
  const findings = applyOverrides(levelled, policy.overrides, set.migrations, today);
  const whole = { ...review, ...(rolling === null ? {} : { rolling }), findings, verdict: reachVerdict(findings) };
  // What was not proven for want of a server, or by a test that fails now and then, is tried again.
  if (rolling?.kind !== "not-proven") await keepReview(kept, whole);
  return await finish(whole, prepared, subject, "executed");
}

/** Speed is of interest only where a size is known that it is multiplied with. */
async function measuringOf({ engine, sizes }: PreparedReview, context: OperationContext): Promise<Pick<ReviewRequest, "measureRates">> {
  if (Object.keys(sizes).length === 0 || engine.measureRates === undefined) return {};
  const { keptRates } = await import("./review-rates.ts");
  const folder = await context.cacheFolder();
  return { measureRates: (connection) => keptRates(engine, connection, folder) };
}

/** What the tests of the running release asked is what the application asks. */
function workloadOf({ queries }: RollingTrial): readonly ReviewQuery[] {
  return queries.map(({ query, file, line }) => ({ query, file: file ?? "the tests", line: line ?? 1 }));
}

/** What takes things away after a gate takes them from nobody: that is what the gate is for. */
function isBehindGate(finding: Finding, stages: readonly Stage[]): boolean {
  const gate = stages.findIndex((stage) => stage.gate !== null);
  const files = gate === -1 ? [] : stages.slice(gate).flatMap((stage) => stage.migrations.map(({ up }) => up.file));
  return /^no-(?:drop|rename)-/.test(finding.rule) && files.includes(finding.file);
}

async function finish(
  review: Omit<ExecutedReview, "kind" | "subject" | "remembered" | "nextAction">,
  { set, place }: PreparedReview,
  subject: ReviewSubject,
  how: "executed" | "looked-up",
): Promise<ExecutedReview> {
  return {
    kind: "executed",
    subject,
    remembered: how === "looked-up",
    ...review,
    findings: await placeFixes(review.findings, set.migrations, place.root),
    nextAction: nextActionOf(review.verdict.outcome, review.findings),
  };
}

/** The rules of the engine on the text, nothing else: no server, milliseconds. */
export async function lintPrepared(prepared: PreparedReview, context: OperationContext): Promise<StaticReview> {
  const { engine, version, set, subject, sizes, policy, place } = prepared;
  const { levels, limits, overrides } = policy;
  const today = todayOf(context.env);
  const scripts = set.migrations.map((migration) => migration.up);
  const found = await engine.lint({ scripts, base: null, version, sizes, levels, limits, today });
  const told = applyOverrides([...applyLevels(prepared.findings, levels), ...found], overrides, set.migrations, today);
  const findings = await placeFixes(told, set.migrations, place.root);
  const outcome = findings.some((finding) => finding.level === "error") ? "return" : "accept";
  return { kind: "static", subject, outcome, findings, evidence: parsedEvidence, nextAction: nextActionOf(outcome, findings) };
}

/** The day in UTC (`2026-11-24`); SOURCE_DATE_EPOCH stands for now where it is set. */
export function todayOf(env: OperationContext["env"]): string {
  const epoch = Number(env["SOURCE_DATE_EPOCH"] ?? Number.NaN);
  return new Date(Number.isFinite(epoch) ? epoch * 1000 : Date.now()).toISOString().slice(0, 10);
}

/** Policy speaks of checks of the set too. */
function applyLevels(findings: readonly Finding[], levels: LintRequest["levels"]): readonly Finding[] {
  return findings.flatMap((finding) => {
    const level = levels[finding.rule];
    return level === "off" ? [] : [level === undefined ? finding : { ...finding, level }];
  });
}

export async function prepareReview(request: ReviewMigration, context: OperationContext): Promise<PreparedReview> {
  const engine = await context.engineOf(request.engine);
  const version = chooseVersion(engine, request.version);
  const place = request.place ?? { root: context.folder };
  const set = await readMigrationSet(request.migration, place);
  const files = set.migrations.map((migration) => migration.up.file);
  return {
    engine,
    version,
    set,
    place,
    subject: { engine: engine.title, version, format: set.format?.title ?? null, files, baseScripts: set.earlier.length, since: null },
    readBase: () => readBase(request, set, engine, place, context),
    seed: request.seed ?? null,
    policy: request.policy ?? { ...noPolicy, levels: request.levels ?? {} },
    sizes: request.sizes ?? {},
    findings: findRowReaders(set.migrations),
    rolling: null,
    readQueries: () => Promise.resolve([]),
  };
}

async function readBase(
  request: ReviewMigration,
  set: MigrationSet,
  engine: Engine,
  place: Place,
  context: OperationContext,
): Promise<readonly Script[]> {
  const { base } = request;
  if (base === undefined) return set.earlier.map((migration) => migration.up);
  if (!("url" in base)) return readScripts(base, place);
  return rebuildLive(base.url, engine, place, context);
}

/** A live base is rebuilt from its schema, without its rows: the plan from nothing to it. */
async function rebuildLive(url: string, engine: Engine, place: Place, context: OperationContext): Promise<readonly Script[]> {
  const { planBetween } = await import("./plan-between.ts");
  const plan = await planBetween({ engine: engine.id, from: { text: "" }, to: { url }, strategy: "direct", root: place.root }, context);
  const statements = plan.steps.flatMap((step) => (step.action.kind === "statements" ? step.action.statements : []));
  return [{ file: "base", line: 1, text: engine.renderScript(statements), transaction: "none" }];
}

function bookkeepingOf(set: MigrationSet, migrations: readonly Migration[], engine: string): Script | null {
  if (set.format === null) return null;
  const script = set.format.bookkeeping(migrations, engine);
  return script.text.trim() === "" ? null : script;
}
