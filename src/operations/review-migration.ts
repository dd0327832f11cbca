import type { Engine, LintRequest } from "../engines/engine.ts";
import { type Evidence, parsedEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Migration, Script } from "../model/migration.ts";
import type { Outcome, Review } from "../model/review.ts";
import type { Sizes } from "../model/schema.ts";
import type { NextAction } from "./next-action.ts";
import type { OperationContext } from "./operation.ts";
import { chooseVersion, shadowSettings } from "./schema-reading.ts";
import { type MigrationSet, type Place, readMigrationSet, readScripts, type Source } from "./source.ts";

export interface ReviewMigration {
  readonly engine: string;
  /** What the migrations run on; absent: the migrations of their folder that come before them. */
  readonly base?: Source;
  readonly migration: Source;
  readonly seed?: Source;
  readonly version?: string;
  readonly levels?: LintRequest["levels"];
  readonly sizes?: Sizes;
  readonly place?: Place;
}
/** What was reviewed, so that a verdict can be read on its own. */
export interface ReviewSubject {
  readonly engine: string;
  readonly version: string;
  /** Title of the format in which the files were read; null: plain texts. */
  readonly format: string | null;
  readonly files: readonly string[];
  /** How many scripts made the base. */
  readonly baseScripts: number;
}
export interface ExecutedReview extends Review {
  readonly kind: "executed";
  readonly subject: ReviewSubject;
  readonly nextAction: NextAction;
}
/** The rules alone, read from the text; nothing was executed. */
export interface StaticReview {
  readonly kind: "static";
  readonly subject: ReviewSubject;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
  readonly nextAction: NextAction;
}

interface Prepared {
  readonly engine: Engine;
  readonly version: string;
  readonly set: MigrationSet;
  readonly subject: ReviewSubject;
  readonly place: Place;
}

/** Reviews migrations by executing them on a shadow: up, down, up, rows compared. Findings are values. */
export async function reviewMigration(request: ReviewMigration, context: OperationContext): Promise<ExecutedReview> {
  const { engine, version, set, subject, place } = await prepare(request, context);
  const base = await readBase(request, set, engine, place, context);
  const seed = request.seed === undefined || "url" in request.seed ? [] : await readScripts(request.seed, place);
  const format = set.format;
  // Not loaded for a static review, which has 300 ms for everything.
  const { reviewDeliverable } = await import("../lead/review.ts");
  const review = await reviewDeliverable({
    engine,
    version,
    base,
    seed,
    baseSchema: null,
    desired: null,
    plan: null,
    stages: [{ phase: "expand", gate: null, migrations: set.migrations, jobs: [] }],
    queries: [],
    ignore: format?.bookkeepingObjects ?? [],
    bookkeeping: (migrations) => bookkeepingOf(set, migrations, engine.id),
    shadow: { settings: await shadowSettings(engine.id, context), cacheFolder: await context.cacheFolder() },
    levels: request.levels ?? {},
    sizes: request.sizes ?? {},
    renames: {},
    listener: context.listener,
  });
  const nextAction = nextActionOf(review.verdict.outcome, review.findings);
  return { kind: "executed", subject: { ...subject, baseScripts: base.length }, ...review, nextAction };
}

/** The rules of the engine on the text, nothing else: no server, milliseconds. */
export async function lintMigration(request: ReviewMigration, context: OperationContext): Promise<StaticReview> {
  const { engine, version, set, subject } = await prepare(request, context);
  const scripts = set.migrations.map((migration) => migration.up);
  const findings = await engine.lint({ scripts, base: null, version, sizes: request.sizes ?? {}, levels: request.levels ?? {} });
  const outcome = findings.some((finding) => finding.level === "error") ? "return" : "accept";
  return { kind: "static", subject, outcome, findings, evidence: parsedEvidence, nextAction: nextActionOf(outcome, findings) };
}

async function prepare(request: ReviewMigration, context: OperationContext): Promise<Prepared> {
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
    subject: { engine: engine.title, version, format: set.format?.title ?? null, files, baseScripts: set.earlier.length },
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

function nextActionOf(outcome: Outcome, findings: readonly Finding[]): NextAction {
  if (outcome === "accept") return { kind: "done", command: "", reason: "Nothing stands against these migrations." };
  const first = findings.find((finding) => finding.level === "error");
  return {
    kind: "fix-findings",
    command: `dblead explain ${first?.rule ?? "migration-fails"}`,
    reason: first?.what ?? "The review returned the migrations.",
  };
}
