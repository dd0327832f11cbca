import { join, relative } from "node:path";
import type { Recording, Rehearsal, Replay } from "../engines/rehearsal.ts";
import { LeadError, redact } from "../model/error.ts";
import type { Evidence } from "../model/evidence.ts";
import { checkOut, copyTree } from "../project/checkout.ts";
import { describeIsolation, isAlone, runTests, type TestRun } from "../project/test-run.ts";
import {
  describeBreak,
  type RollingChange,
  type RollingFailure,
  type RollingOrder,
  type RollingRun,
  type RollingTrial,
  type RollingVerdict,
} from "./review-rolling.ts";
import { shadowSettings } from "./schema-reading.ts";

type Release = RollingRun["release"];
type Schema = RollingRun["schema"];
interface Ran {
  readonly run: TestRun;
  readonly recording: Recording;
}
interface Trial {
  readonly order: RollingOrder;
  readonly rehearsal: Rehearsal;
  readonly folders: Readonly<Record<Release, string>>;
  readonly runs: RollingRun[];
  readonly notes: Set<string>;
  /** What the change's own runs may still take. */
  leftMs: number;
}
/** What ends a trial before it can say anything. */
interface Stop {
  readonly reason: string;
  readonly tail: string;
}

/** Never throws for what is wrong with the tests: then nothing is proven, with the reason. */
export async function beginTrial(order: RollingOrder, change: RollingChange): Promise<RollingTrial> {
  await using made = new AsyncDisposableStack();
  const { engine, version, context } = order;
  const unproven = (reason: string, tail: string, runs: readonly RollingRun[], evidence: Evidence): RollingTrial => ({
    queries: [],
    prove: () => Promise.resolve({ kind: "not-proven", reason, runs, notes: [], tail: redact(tail), evidence }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
  const nothing: Evidence = { level: "parsed", server: null, rows: "none", concurrency: "alone", facts: [] };
  if (engine.rehearsal === undefined) return unproven(`${engine.title} has no server here that the tests could reach`, "", [], nothing);
  const settings = await shadowSettings(engine.id, context);
  let rehearsal: Rehearsal;
  try {
    const cacheFolder = await context.cacheFolder();
    rehearsal = made.use(await engine.rehearsal.open({ ...change, version, settings, cacheFolder, role: order.role }));
  } catch (error) {
    if (!(error instanceof LeadError) || error.code === "configuration-invalid") throw error;
    return unproven(`no server for the tests: ${error.message}`, "", [], nothing);
  }
  const evidence = evidenceOf(rehearsal, version);
  const prefix = relative(order.change.repository.root, order.change.root);
  const old = made.use(await checkOut(order.change.repository.root, order.change.base.commit));
  const fresh = made.use(await copyTree(order.change.repository.root));
  const folders = { running: join(old.folder, prefix), new: join(fresh.folder, prefix) };
  const trial: Trial = { order, rehearsal, folders, runs: [], notes: new Set(), leftMs: order.budgetMs };
  const installed = await install(trial);
  if (installed !== null) return unproven(installed.reason, installed.tail, trial.runs, evidence);
  const known = await runBase(trial);
  if ("reason" in known) return unproven(known.reason, known.tail, trial.runs, evidence);
  const kept = made.move();
  return {
    queries: known.recording.queries,
    prove: async () => {
      try {
        return await conclude(trial, known, evidence);
      } catch (error) {
        if (!(error instanceof LeadError)) throw error;
        const reason = `the change could not be made where the tests run: ${error.message}`;
        return { kind: "not-proven", reason, runs: trial.runs, notes: [...trial.notes], tail: "", evidence };
      }
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

function evidenceOf({ server }: Rehearsal, version: string): Evidence {
  const major = version.split(".")[0] ?? "";
  const isSame = major === "" || server.version.split(".")[0] === major;
  const limits = [...(isSame ? [] : [`the target is version ${version}, the server ${server.version}`]), ...describeIsolation()];
  return {
    level: isSame ? "executed" : "planned",
    server: `${server.flavour} ${server.version}`,
    rows: "none",
    concurrency: "observed",
    facts: [],
    ...(limits.length === 0 ? {} : { limits: limits.join("; ") }),
  };
}

async function install({ order, folders }: Trial): Promise<Stop | null> {
  if (order.install === undefined) return null;
  for (const release of ["running", "new"] as const) {
    const run = await runTests({ folder: folders[release], command: order.install, database: null, limitMs: order.budgetMs });
    if (run.outcome !== "passed") return { reason: `the dependencies of the ${release} release cannot be installed`, tail: run.tail };
  }
  return null;
}

async function runSuite(trial: Trial, release: Release, schema: Schema, limitMs: number): Promise<Ran> {
  const { order, rehearsal, folders, runs } = trial;
  order.context.listener({ kind: "step-note", step: "review", text: `the tests of the ${release} release on the schema ${schema}` });
  await using stand = await rehearsal.open(schema);
  const database = { ...stand.address, variable: order.variable, sizeBytes: () => stand.sizeBytes() };
  const run = await runTests({ folder: folders[release], command: order.test, database, limitMs });
  runs.push({ release, schema, outcome: run.outcome, durationMs: run.durationMs });
  return { run, recording: await stand.finish(run.sites) };
}

/** The tests of the running release on the schema that it knows: twice, and they must have asked this server. */
async function runBase(trial: Trial): Promise<Ran | Stop> {
  const { variable, budgetMs } = trial.order;
  const first = await runSuite(trial, "running", "before", budgetMs);
  for (const ran of [first, await again()]) {
    if (ran === null) continue;
    const how = ran.run.reason !== null ? `: ${ran.run.reason}` : isAlone() ? " (they reach their database and no other host)" : "";
    if (ran.run.outcome !== "passed")
      return { reason: `the tests of the running release fail on its own schema${how}`, tail: ran.run.tail };
    if (ran.recording.statements === 0)
      return {
        reason: `the tests pass, but no statement of theirs reached the database in $${variable}: they say nothing of it`,
        tail: ran.run.tail,
      };
  }
  if (first.recording.schema === "own")
    trial.notes.add(
      "The tests make or change the schema themselves: only what they asked counts, replayed on the schema of the migrations.",
    );
  if (!first.run.sites.some(({ file }) => file !== null))
    trial.notes.add("No hook told which test and which line asked what (Node's pg is known): the lines of code are not named.");
  for (const remark of first.recording.remarks) trial.notes.add(`${remark[0]?.toUpperCase() ?? ""}${remark.slice(1)}.`);
  return first;

  async function again(): Promise<Ran | null> {
    return first.run.outcome === "passed" && first.recording.statements > 0 ? runSuite(trial, "running", "before", budgetMs) : null;
  }
}

async function conclude(trial: Trial, base: Ran, evidence: Evidence): Promise<RollingVerdict> {
  const { order, rehearsal, runs, notes } = trial;
  const steps = rehearsal.steps.length;
  order.context.listener({ kind: "step-note", step: "review", text: `what the tests asked, after each of ${steps} steps` });
  const replay = await rehearsal.replay(base.recording, order.budgetMs);
  for (const remark of replay.remarks) notes.add(`${remark[0]?.toUpperCase() ?? ""}${remark.slice(1)}.`);
  for (const { query, step, error } of replay.ifPrepared.slice(0, 3))
    notes.add(
      `A session that had prepared it before (a pool, a driver that prepares by itself) fails once step ${step} has run: ${query}: ${error}.`,
    );
  const hard = replay.failures.filter(({ kind }) => kind === "error").map(asRunning);
  const soft = replay.failures.filter(({ kind }) => kind === "field-gone").map(asRunning);
  const isCounted = base.recording.schema === "given";
  const old = hard.length === 0 && isCounted ? await runWithin(trial, "running", base.run.durationMs) : null;
  // Whether somebody misses a field that is not answered any more, the tests tell; where they do not count it is missed.
  const failures = [...hard, ...(old === null || old.run.outcome !== "passed" ? soft : [])];
  const next = await runWithin(trial, "new", base.run.durationMs);
  const newFailures = await judgeNew(trial, next);
  const told = { steps, ...pick(replay), failures: [...failures, ...newFailures] };
  const tell = (kind: RollingVerdict["kind"], reason: string, tail = ""): RollingVerdict => ({
    kind,
    reason,
    runs,
    replay: told,
    notes: [...notes],
    tail: redact(tail),
    evidence,
  });
  const [first] = failures;
  const tail = [old, next].find((ran) => ran !== null && ran.run.outcome !== "passed" && isOwnRunCounted(ran))?.run.tail ?? "";
  if (first !== undefined) return tell("breaks", `the running release ${describeBreak(first)}`, tail);
  if (old !== null && old.run.outcome !== "passed") return tell("breaks", "the running release fails on the new schema", old.run.tail);
  if (next !== null && next.run.outcome !== "passed" && isOwnRunCounted(next))
    return tell("breaks", "the new release fails on the new schema", next.run.tail);
  const [broken] = newFailures;
  if (broken !== undefined) return tell("breaks", `the new release ${describeBreak(broken)}`);
  if (replay.statements === 0 && old === null)
    return tell("not-proven", "nothing of what the tests ask could be run again on the schema that the migrations make");
  if (old === null && isCounted) return tell("not-proven", "the budget ended before the tests of the running release could run again");
  if (replay.remarks.length > 0 && old === null && replay.tests === 0)
    return tell("not-proven", "the budget ended before anything was replayed");
  return tell(
    "compatible",
    isCounted ? "both releases pass their own tests on the new schema" : "what the running release asks runs after each step",
  );
}

const asRunning = (failure: Replay["failures"][number]): RollingFailure => ({ ...failure, release: "running" });
const isOwnRunCounted = ({ recording }: Ran): boolean => recording.schema === "given";

function pick({ tests, statements, leftOut }: Replay): Pick<Replay, "tests" | "statements" | "leftOut"> {
  return { tests, statements, leftOut };
}

/** Null: the budget does not allow it. */
async function runWithin(trial: Trial, release: Release, expectedMs: number): Promise<Ran | null> {
  if (trial.leftMs < expectedMs) {
    trial.notes.add(`The tests of the ${release} release were not run on the new schema: the budget was used up.`);
    return null;
  }
  const ran = await runSuite(trial, release, "after", trial.leftMs);
  trial.leftMs -= ran.run.durationMs;
  return ran;
}

/** A suite that makes its own schema says nothing of the one that the migrations make; what it asks does. */
async function judgeNew({ rehearsal, order }: Trial, next: Ran | null): Promise<readonly RollingFailure[]> {
  if (next === null || isOwnRunCounted(next) || next.run.outcome !== "passed") return [];
  const { failures } = await rehearsal.replayAfter(next.recording, order.budgetMs);
  return failures.map((failure) => ({ ...failure, release: "new" }));
}
