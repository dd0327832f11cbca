import { confirmFindings, mergeRepeated } from "../engines/lint-evidence.ts";
import { count } from "../model/wording.ts";
import type { Rates } from "../engines/estimate.ts";
import type { Synthesis } from "../engines/row-proof.ts";
import type { Shadow } from "../engines/shadow.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Check, Plan } from "../model/plan.ts";
import type { DownVerdict, Review, RowComparison, RowsVerdict } from "../model/review.ts";
import type { Schema } from "../model/schema.ts";
import { lookBeside } from "./review/beside.ts";
import { describeEvidence, withAsides } from "./review/base-facts.ts";
import { findBlocking } from "./review/blocking.ts";
import { type DownRun, requestsForBase, tryDown } from "./review/down.ts";
import { reportCheck } from "./review/findings.ts";
import { findLost, findStageDefects, placeOf } from "./review/judgement.ts";
import type { ReviewRequest } from "./review/request.ts";
import { compareRows, type RowSource, readBoth } from "./review/row-comparison.ts";
import { describeDifference, withoutIgnored } from "./review/schema-difference.ts";
import { runStages, type StageRun, selectRunning } from "./review/stages.ts";
import { reachVerdict } from "./review/verdict.ts";
import { tryViolations, type ViolationOutcome } from "./review/violations.ts";

export type { ReviewQuery, ReviewRequest } from "./review/request.ts";

/** Rows that are made per object where there is no seed. */
const syntheticRows = 200;

/** The base as it is on a shadow: its schema, its rows, and what could not be filled. */
interface Base {
  readonly shadow: Shadow;
  readonly schema: Schema;
  readonly synthesis: Synthesis;
  readonly evidence: Evidence;
}
interface Outcome {
  readonly run: StageRun;
  readonly schema: Schema;
  readonly findings: readonly Finding[];
  readonly comparisons: readonly RowComparison[];
  readonly down: DownVerdict;
}

/**
 * Reviews a deliverable by executing it: base, up, compare, write as the new version, down, compare, up again, and once more for every kind of row that
 * the new schema refuses. Rejects with `shadow-failed`, `engine-missing` or `schema-unreadable` only when the base itself cannot be built; everything
 * that is wrong with the deliverable is a finding.
 */
export async function reviewDeliverable(request: ReviewRequest): Promise<Review> {
  const say = (text: string): void => request.listener({ kind: "step-note", step: "review", text });
  say("building the base");
  const scripts = request.stages.flatMap((stage) => [...stage.migrations.map((migration) => migration.up)]);
  await using shadow = await request.engine.shadow.open({
    base: request.base,
    seed: request.seed,
    version: request.version,
    later: scripts,
    ...request.shadow,
  });
  const base = await prepareBase(shadow, request);
  const rates = await measureRates(base, request);
  const linted = await request.engine.lint({
    scripts,
    base: base.schema,
    version: request.version,
    sizes: request.sizes,
    levels: request.levels,
    ...(request.limits === undefined ? {} : { limits: request.limits }),
    ...(rates === null ? {} : { rates }),
    ...(request.today === undefined ? {} : { today: request.today }),
  });
  const stopped = await carryOut(base, request, say);
  const outcome = stopped.run.failure === null ? stopped : await lookPastRows(base, stopped, request, say);
  if (request.beside !== "nobody" && outcome.run.failure === null) say("with other sessions at work beside it");
  const blocking =
    request.beside === "nobody" || outcome.run.failure !== null ? null : await lookBeside(base, request, outcome.run.statements);
  const prechecks = request.plan?.prechecks ?? request.prechecks ?? [];
  const violations = outcome.run.failure === null ? await provoke(base, request, prechecks, say) : [];
  const confirmed = confirmFindings(linted, outcome.run.statements, await request.engine.rules());
  const findings = mergeRepeated(
    [...outcome.findings, ...violations.flatMap((violation) => reportViolation(violation, base, request)), ...confirmed.findings],
    "blocks-while-working",
  );
  return {
    verdict: reachVerdict(findings),
    findings,
    statements: outcome.run.statements,
    down: outcome.down,
    rows: judgeRows(base, outcome.comparisons, findings),
    prechecks,
    brokenQueries: outcome.run.broken,
    ...(blocking === null ? {} : { blocking }),
    ...(confirmed.disproved.length === 0 ? {} : { disproved: confirmed.disproved }),
    evidence: base.evidence,
  };
}

async function measureRates({ shadow }: Base, request: ReviewRequest): Promise<Rates | null> {
  if (request.measureRates === undefined) return null;
  await using fork = await shadow.fork();
  return await request.measureRates(fork.connection);
}

async function prepareBase(shadow: Shadow, request: ReviewRequest): Promise<Base> {
  const schema = withoutIgnored(await shadow.connection.introspect(), request.ignore);
  const isSeeded = request.seed.length > 0;
  const synthesis = await request.engine.rows.synthesize(shadow.connection, {
    schema: withAsides(schema, request.baseSchema),
    rows: isSeeded ? 0 : syntheticRows,
    desired: request.desired,
    // Rows that stand against the change are tried one by one; where nothing says what becomes of them, the others have to fit it.
    ...(request.plan === null || request.plan.prechecks.length > 0 ? { fit: "desired" as const } : {}),
  });
  return { shadow, schema, synthesis, evidence: describeEvidence(shadow, request, isSeeded ? "seed" : "synthetic") };
}

async function carryOut(base: Base, request: ReviewRequest, say: (text: string) => void): Promise<Outcome> {
  const { engine } = request;
  const carries = request.plan?.carries ?? request.carries ?? [];
  const queries = await selectRunning(base.shadow.connection, request.queries);
  const everything: RowSource = { connection: base.shadow.connection, requests: requestsForBase(request, base.schema) };
  await using work = await base.shadow.fork();
  say("up");
  const run = await runStages(work.connection, request, queries, "twice");
  const staged = findStageDefects(run, request, base.evidence);
  if (run.failure !== null)
    return { run, schema: base.schema, findings: staged, comparisons: [], down: { kind: "missing", evidence: base.evidence } };
  const schema = withoutIgnored(await work.connection.introspect(), request.ignore);
  const digests = engine.rows.digestRequests(base.schema, schema, carries);
  const [before, after] = await readBoth(
    engine,
    { connection: base.shadow.connection, requests: digests.before },
    { connection: work.connection, requests: digests.after },
  );
  const rowsOf = await countRows(request, everything);
  const comparisons = compareRows(before, after, carries);
  const findings = [
    ...staged,
    ...(await findSchemaDifference(request, base, schema)),
    ...findLost({ request, from: base.schema, to: schema, comparisons, rowsOf, evidence: base.evidence }),
    ...findBlocking(request, run.statements, rowsOf, base.evidence),
    ...findUnproven(request, base, run),
  ];
  const back = await goBack(
    work,
    request,
    { base: base.shadow, schema: base.schema, rows: everything, reached: schema },
    base.evidence,
    say,
  );
  return { run, schema, findings: [...findings, ...back.findings], comparisons, down: back.down };
}

/**
 * Migrations by somebody else that the rows at hand stop are made once more where there are none: what the statements after that one would do, and which
 * queries they would break, is told too.
 */
async function lookPastRows(base: Base, stopped: Outcome, request: ReviewRequest, say: (text: string) => void): Promise<Outcome> {
  if (request.plan !== null || request.desired !== null || stopped.run.failure?.check !== "migration-fails") return stopped;
  say("again without rows");
  await using shadow = await request.engine.shadow.open({ base: request.base, seed: [], version: request.version, ...request.shadow });
  const bare: Base = {
    ...base,
    shadow,
    synthesis: { made: {}, unproven: [], violations: [] },
    evidence: { ...base.evidence, rows: "none" },
  };
  const past = await carryOut(bare, request, say);
  const seen = stopped.run.statements.length;
  if (past.run.statements.length <= seen) return stopped;
  const known = new Set(stopped.findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`));
  return {
    ...stopped,
    run: { ...past.run, statements: [...stopped.run.statements, ...past.run.statements.slice(seen)], failure: stopped.run.failure },
    findings: [...stopped.findings, ...past.findings.filter(({ rule, file, line }) => !known.has(`${rule} ${file}:${line}`))],
    down: past.run.failure === null ? past.down : stopped.down,
  };
}

async function findSchemaDifference(request: ReviewRequest, base: Base, reached: Schema): Promise<readonly Finding[]> {
  const place = placeOf(request);
  const { evidence } = base;
  const fromBase = request.baseSchema === null ? [] : await describeDifference(request.engine, request.baseSchema, base.schema);
  const fromDesired = request.desired === null ? [] : await describeDifference(request.engine, request.desired, reached);
  return [
    ...fromBase.map((detail) => reportCheck("base-differs", { place, object: null, detail, level: "error", evidence })),
    ...fromDesired.map((detail) => reportCheck("schema-differs", { place, object: null, detail, level: "error", evidence })),
  ];
}

/** Objects that the change touches and that hold no rows, because none could be made: a warning, and the rows' verdict is `unproven`. */
function findUnproven(request: ReviewRequest, base: Base, run: StageRun): readonly Finding[] {
  const touched = new Set(
    run.statements.flatMap((trace) => [...trace.altered, ...trace.rewrites, ...trace.blocks.map((block) => block.object)]),
  );
  return base.synthesis.unproven
    .filter(({ object }) => touched.has(object))
    .map(({ object, reason }) =>
      reportCheck("rows-unproven", {
        place: placeOf(request),
        object,
        detail: `${object}: ${reason}`,
        level: "warning",
        evidence: base.evidence,
      }),
    );
}

interface Way {
  readonly base: Shadow;
  readonly schema: Schema;
  readonly rows: RowSource;
  readonly reached: Schema;
}
interface Back {
  readonly down: DownVerdict;
  readonly findings: readonly Finding[];
}

/** Down at once, up again; then the new version writes, and down once more. */
async function goBack(work: Shadow, request: ReviewRequest, way: Way, evidence: Evidence, say: (text: string) => void): Promise<Back> {
  const place = placeOf(request);
  say("down");
  const back = await tryDown(work, request, way, evidence);
  const again: Finding[] = [];
  const report = (detail: string): number =>
    again.push(reportCheck("up-again-fails", { place, object: null, detail, level: "error", evidence }));
  if (back.verdict.kind === "exact" || back.verdict.kind === "column-order") {
    say("up again");
    const run = await runStages(work.connection, request, [], "once");
    if (run.failure !== null) report(run.failure.message);
    else {
      const reached = withoutIgnored(await work.connection.introspect(), request.ignore);
      for (const detail of await describeDifference(request.engine, way.reached, reached)) report(detail);
    }
  }
  const isThere =
    again.length === 0 && (back.verdict.kind === "exact" || back.verdict.kind === "column-order" || back.verdict.kind === "missing");
  const written = await writeOn(isThere ? work : null, request, way, evidence, say);
  const findings = [...written.findings, ...reportDown(back, request, way.schema, evidence), ...again];
  return { down: { ...back.verdict, ...(written.loses.length > 0 ? { losesAfterWrites: written.loses } : {}) }, findings };
}

interface Written {
  readonly findings: readonly Finding[];
  readonly loses: readonly string[];
}

/** The new version writes on `there`, a shadow on which the change was made; null: it is made on a copy of the base first. */
async function writeOn(
  there: Shadow | null,
  request: ReviewRequest,
  way: Way,
  evidence: Evidence,
  say: (text: string) => void,
): Promise<Written> {
  if (request.plan === null) return { findings: [], loses: [] };
  say("the new version writes, then down");
  if (there !== null) return writeAndGoBack(there, request, request.plan, way, evidence);
  await using fork = await way.base.fork();
  await runStages(fork.connection, request, [], "once");
  return await writeAndGoBack(fork, request, request.plan, way, evidence);
}

async function writeAndGoBack(work: Shadow, request: ReviewRequest, plan: Plan, way: Way, evidence: Evidence): Promise<Written> {
  const writes = await request.engine.rows.writeAsNewVersion(work.connection, way.reached, plan);
  const refused = writes.failed.map(({ object, reason }) =>
    reportCheck("new-values-refused", { place: placeOf(request), object, detail: `${object}: ${reason}`, level: "error", evidence }),
  );
  const back = await tryDown(work, request, way, evidence);
  const stopped = back.failure === null ? [] : [`the way back stops after the new version has written: ${back.failure.message}`];
  return { findings: refused, loses: [...stopped, ...namesLost(writes.written, way.schema), ...back.lost] };
}

/** Fields that the new version wrote and the old schema has no place for. */
function namesLost(
  written: readonly { readonly object: string; readonly fields: readonly string[]; readonly rows: number }[],
  before: Schema,
): readonly string[] {
  return written.flatMap(({ object, fields, rows }) => {
    const outline = before.objects.find((candidate) => candidate.outline?.label === object)?.outline;
    if (outline === undefined) return [`${object}: ${rows} rows written after the change`];
    const known = new Set(outline.fields.map((field) => field.name));
    return fields.filter((field) => !known.has(field)).map((field) => `${object}.${field}: values written after the change`);
  });
}

function reportDown(back: DownRun, request: ReviewRequest, before: Schema, evidence: Evidence): readonly Finding[] {
  const place = back.failure ?? placeOf(request);
  const report = (check: "down-missing" | "down-fails" | "down-differs", detail: string, level: Finding["level"]): Finding =>
    reportCheck(check, { place, object: null, detail, level, evidence });
  switch (back.verdict.kind) {
    case "missing":
      return [report("down-missing", (back.verdict.difference ?? []).join(", "), request.plan === null ? "warning" : "error")];
    case "fails":
      return [report("down-fails", back.verdict.error ?? "", "error")];
    case "different":
      return (back.verdict.difference ?? []).map((detail) => report("down-differs", detail, "error"));
    case "exact":
    case "column-order":
      return back.lost
        .filter((name) => !isDeclaredIrreversible(request, name, before))
        .map((detail) => reportCheck("down-loses-rows", { place, object: null, detail, level: "error", evidence }));
  }
}

/** What the plan said beforehand that going back loses; a hand-in without a plan declared nothing, but a dropped field is judged by the rows' verdict. */
function isDeclaredIrreversible(request: ReviewRequest, name: string, before: Schema): boolean {
  const object =
    before.objects.find((candidate) => candidate.outline !== undefined && name.startsWith(`${candidate.outline.label}.`))?.outline?.label ??
    name.split(":")[0] ??
    name;
  return (request.plan?.steps ?? []).some(
    (step) =>
      step.reversibility.kind !== "exact" &&
      step.hazards.some(
        (hazard) =>
          (hazard.kind === "deletes-data" || hazard.kind === "changes-data" || hazard.kind === "irreversible") &&
          (hazard.object === name || hazard.object === object),
      ),
  );
}

async function provoke(
  base: Base,
  request: ReviewRequest,
  prechecks: readonly Check[],
  say: (text: string) => void,
): Promise<readonly ViolationOutcome[]> {
  const { violations } = base.synthesis;
  if (violations.length === 0) return [];
  say(`${count(violations.length, "row")} that the new schema refuses`);
  return tryViolations(base.shadow, request, violations, prechecks);
}

function reportViolation(outcome: ViolationOutcome, base: Base, request: ReviewRequest): readonly Finding[] {
  if (outcome.kind !== "unforeseen") return [];
  const { object, constraint } = outcome.violation;
  const detail = `A row of ${object} that ${constraint} refuses: ${outcome.message ?? ""}`;
  return [
    reportCheck("failure-without-precheck", {
      place: placeOf(request),
      object,
      detail,
      level: request.plan === null ? "warning" : "error",
      evidence: base.evidence,
    }),
  ];
}

async function countRows(request: ReviewRequest, { connection, requests }: RowSource): Promise<Readonly<Record<string, number>>> {
  const digests = await request.engine.rows.digest(
    connection,
    requests.map(({ object, key }) => ({ object, key, fields: [] })),
  );
  return Object.fromEntries(digests.map((digest) => [digest.object, digest.rows]));
}

function judgeRows(base: Base, objects: readonly RowComparison[], findings: readonly Finding[]): RowsVerdict {
  const has = (rule: string): boolean => findings.some((finding) => finding.rule === rule && finding.level === "error");
  const { unproven } = base.synthesis;
  const isUnproven = findings.some((finding) => finding.rule === "rows-unproven");
  const kind =
    has("rows-lost") || has("values-dropped")
      ? "lost"
      : has("values-changed") || has("rule-not-kept")
        ? "changed"
        : isUnproven
          ? "unproven"
          : "kept";
  return { kind, objects, unproven, evidence: base.evidence };
}
