import { LeadError } from "../../../model/error.ts";
import type { Replay, ReplayFailure, RolloutStep } from "../../rehearsal.ts";
import { ServerError, toStatementError } from "../connection/session.ts";
import { type Cluster, makeChange } from "./cluster.ts";
import { openIdleSession } from "./idle-session.ts";
import { namedIn, preamblesOf, type Readings } from "./lines.ts";
import { openReplaySession, type ReplayPlace } from "./replay-session.ts";
import { type OpenSessions, runUnit } from "./run-units.ts";
import type { RunnableStep } from "./steps.ts";
import type { Line, Outcome } from "./tape.ts";
import { type Asked, groupUnits, type Unit } from "./units.ts";

/** What was recorded, made ready to be run again. */
export interface Reel {
  readonly units: readonly Unit[];
  readonly readings: Readings;
  readonly ignored: readonly string[];
}

/** Up to so many tests each have the rows that they saw, to the row; of more, neighbours share a beginning. */
const mostGroups = 24;
/** Sessions that are opened before a step; a server of ours has forty. */
const mostSessions = 16;

/** A database in which steps are made one after the other. Its rows may make one fail: then the base's own rows stand for them from there. */
interface Course {
  database: string;
}
interface Judge {
  readonly failures: Map<number, ReplayFailure>;
  readonly ifPrepared: Map<string, Replay["ifPrepared"][number]>;
  /** What answered as recorded when it was run again on the base, with the fields it gave. */
  readonly sound: Map<number, ReadonlySet<string>>;
  /** Steps that stop on the rows that tests write, and why. */
  readonly refusals: Map<number, string>;
  leftOut: number;
}

/** Runs the units again after each step. Where `limitMs` end it says so. */
export async function replaySteps(cluster: Cluster, reel: Reel, steps: readonly RunnableStep[], limitMs: number): Promise<Replay> {
  const until = performance.now() + limitMs;
  const preambles = preamblesOf(reel.units, reel.readings);
  const groups = groupUnits(reel.units, mostGroups);
  const judge: Judge = { failures: new Map(), ifPrepared: new Map(), sound: new Map(), refusals: new Map(), leftOut: 0 };
  const work = await cluster.copy(cluster.base);
  let tests = 0;
  let first = 0;
  let isLate = false;
  for (const units of groups) {
    const group: Group = { units, preambles: preambles.slice(first, first + units.length), wrote: true };
    first += units.length;
    isLate = performance.now() > until;
    if (isLate) break;
    const course: Course = { database: await cluster.copy(work) };
    const before = await cluster.transactions();
    await runGroup(cluster.place(work), group, reel, (asked, outcome) => control(judge, asked, outcome));
    const wrote = (await cluster.transactions()) !== before;
    for (const step of steps) {
      isLate = performance.now() > until;
      if (isLate) break;
      await tryStep({ cluster, reel, judge, steps }, { ...group, wrote }, course, step);
    }
    await cluster.drop(course.database);
    if (!isLate) tests += units.reduce((sum, unit) => sum + Math.max(1, unit.tests.length), 0);
  }
  await cluster.drop(work);
  const size = groups[0]?.length ?? 1;
  const remarks = [
    ...judge.refusals.values(),
    ...(isLate ? [`the replay ended within its budget before all tests had been replayed`] : []),
    ...(size > 1 ? [`${size} tests at a time were replayed from the rows that the first of them saw`] : []),
  ];
  return {
    failures: sortFailures([...judge.failures.values()]),
    ifPrepared: [...judge.ifPrepared.values()],
    tests,
    statements: judge.sound.size,
    leftOut: judge.leftOut,
    remarks,
  };
}

/** By step, each place once for a test. */
function sortFailures(failures: readonly ReplayFailure[]): readonly ReplayFailure[] {
  const told = new Map<string, ReplayFailure>();
  for (const failure of failures.toSorted((a, b) => a.step.number - b.step.number)) {
    const { step, test, file, line, query, error } = failure;
    const key = [step.number, test, file, line, query, error.message].join("\0");
    if (!told.has(key)) told.set(key, failure);
  }
  return [...told.values()];
}

interface Group {
  readonly units: readonly Unit[];
  readonly preambles: readonly ReadonlyMap<Line, readonly (readonly Buffer[])[]>[];
  /** Whether it leaves rows behind. */
  readonly wrote: boolean;
}
interface Scene {
  readonly cluster: Cluster;
  readonly reel: Reel;
  readonly judge: Judge;
  readonly steps: readonly RunnableStep[];
}

async function runGroup(
  place: ReplayPlace,
  group: Group,
  { readings, ignored }: Reel,
  tell: (asked: Asked, outcome: Outcome) => void,
  open?: OpenSessions,
): Promise<void> {
  for (const [index, unit] of group.units.entries())
    await runUnit(unit, {
      place,
      readings,
      ignored,
      preamble: group.preambles[index] ?? new Map(),
      tell,
      ...(open === undefined ? {} : { open }),
    });
}

function control({ sound, ...judge }: Judge, { index, exchange }: Asked, outcome: Outcome): void {
  if (exchange.outcome.error !== null) return;
  if (outcome.error === null) sound.set(index, new Set(outcome.fields.flat()));
  else judge.leftOut += 1;
}

async function tryStep(scene: Scene, group: Group, course: Course, step: RunnableStep): Promise<void> {
  const { cluster, reel, judge } = scene;
  const lines = [...new Set(group.units.flatMap(({ items }) => items.map((item) => item.line)))].slice(0, mostSessions);
  const named = new Map(lines.map((line) => [line, namedIn(group.units, line)] as const));
  const keepsNames =
    [...named.values()].some((names) => names.size > 0) ||
    group.preambles.some((known) => [...known.values()].some((messages) => messages.length > 0));
  const before = keepsNames ? await cluster.copy(course.database) : null;
  let refused = await stepBeside(scene, group, course.database, step);
  if (refused === null) {
    await cluster.drop(course.database);
    course.database = await withoutRows(scene, step);
    refused = await stepBeside(scene, group, course.database, step);
    // Then no test is to blame, and nothing can be said of what comes after it.
    if (refused === null) throw new LeadError("schema-unreadable", judge.refusals.get(step.number) ?? "the change stops");
  }
  for (const [text, error] of refused) {
    const query = reel.readings.get(text)?.shown ?? "";
    if (!judge.ifPrepared.has(query)) judge.ifPrepared.set(query, { query, step: step.number, error });
  }
  // After the last step nobody needs its rows any more.
  const copy = group.wrote && step !== scene.steps.at(-1) ? await cluster.copy(course.database) : course.database;
  await runGroup(cluster.place(copy), group, reel, judgeRun(judge, step, "fresh"));
  if (copy !== course.database) await cluster.drop(copy);
  if (before === null) return;
  const open = await openBefore(cluster.place(before), group, named);
  const made = await cluster.run(before, step.scripts).then(
    () => true,
    () => false,
  );
  if (made) await runGroup(cluster.place(before), group, reel, judgeRun(judge, step, "prepared"), open);
  for (const { session } of open.values()) await session.close();
  await cluster.drop(before);

  function judgeRun(of: Judge, after: RolloutStep, session: ReplayFailure["session"]): (asked: Asked, outcome: Outcome) => void {
    const broken = new Set<string | null>();
    return (asked, outcome) => {
      const fields = of.sound.get(asked.index);
      if (fields === undefined) return;
      const failure = compare(asked, { fields, outcome, isAfterFailure: broken.has(asked.test) });
      if (failure === null) return;
      broken.add(asked.test);
      // What fails in any session is told of one that is new, which came first.
      if (!of.failures.has(asked.index))
        of.failures.set(asked.index, { ...failure, ...whereOf(asked, reel.readings), step: plainStep(after), session });
    };
  }
}

/** Makes the step while a session stands idle that had prepared what the tests ask. Null: the step stops on the rows that are there. */
async function stepBeside(
  { cluster, judge }: Scene,
  { units }: Group,
  database: string,
  step: RunnableStep,
): Promise<ReadonlyMap<string, string> | null> {
  await using idle = await openIdleSession(cluster.place(database), units);
  try {
    await cluster.run(database, step.scripts);
  } catch (error) {
    if (!(error instanceof LeadError) || error.code !== "schema-unreadable") throw error;
    judge.refusals.set(step.number, `step ${step.number} stops on rows that the tests write (${error.message})`);
    return null;
  }
  return await idle.ask();
}

/** The base's own rows with all steps before this one made. */
async function withoutRows({ cluster, steps }: Scene, step: RunnableStep): Promise<string> {
  const database = await cluster.copy(cluster.base);
  await makeChange(
    cluster,
    database,
    steps.filter(({ number }) => number < step.number),
  );
  return database;
}

/** Sessions with everything that their connection prepares, as they are just before the step. */
async function openBefore(place: ReplayPlace, group: Group, named: ReadonlyMap<Line, ReturnType<typeof namedIn>>): Promise<OpenSessions> {
  const open: OpenSessions = new Map();
  for (const [line, names] of named) {
    const session = await openReplaySession(place, line.parameters);
    const preamble = group.preambles.find((known) => known.has(line))?.get(line) ?? [];
    for (const messages of preamble) await session.send(messages);
    const prepared = new Map<string, { readonly text: string }>();
    for (const [name, { text, message }] of names) {
      const { error } = await session.send([message, Buffer.from([0x53, 0, 0, 0, 4])]);
      if (error === null) prepared.set(name, { text });
    }
    open.set(line, { session, prepared });
  }
  return open;
}

/** Refused for what they are, whatever rows are there: names, types, plans, values that must not be missing. */
const isDefinite = (code: string): boolean => /^(?:42|0A)/.test(code) || code === "23502";
/** Says nothing of the change: a transaction that failed before, waiting, a session that ended. */
const isCircumstance = (code: string): boolean => /^(?:25P02|40|55P03|57|08|53)/.test(code);

interface Compared {
  readonly fields: ReadonlySet<string>;
  readonly outcome: Outcome;
  /** What the test did before failed already: what fails for want of its rows is no finding of its own. */
  readonly isAfterFailure: boolean;
}

function compare({ exchange }: Asked, { fields, outcome, isAfterFailure }: Compared): Pick<ReplayFailure, "kind" | "error"> | null {
  const { error } = outcome;
  if (error !== null) {
    if (isCircumstance(error.code) || (isAfterFailure && !isDefinite(error.code))) return null;
    return { kind: "error", error: toStatementError(new ServerError(error.message, error.code, null, null)) };
  }
  const now = new Set(outcome.fields.flat());
  const missing = exchange.outcome.fields.flat().filter((name) => fields.has(name) && !now.has(name));
  const [first] = missing;
  if (first === undefined) return null;
  return { kind: "field-gone", error: { code: "field-gone", message: `it answers without the field "${first}"` } };
}

function whereOf({ exchange, test, file, sourceLine }: Asked, readings: Readings): Pick<ReplayFailure, "test" | "query" | "file" | "line"> {
  const query = exchange.parts.map((part) => readings.get(part.text)?.shown ?? "").join("; ");
  return { test, query, file, line: sourceLine };
}

function plainStep({ number, phase, file, line }: RolloutStep): RolloutStep {
  return { number, phase, file, line };
}

/** Runs the units once where the change is made already; nothing says what they would answer on the base, so only what is refused by name or type counts. */
export async function replayOn(cluster: Cluster, reel: Reel, database: string, step: RolloutStep): Promise<Replay> {
  const failures = new Map<string, ReplayFailure>();
  let statements = 0;
  const preambles = preamblesOf(reel.units, reel.readings);
  await runGroup(cluster.place(database), { units: reel.units, preambles, wrote: true }, reel, (asked, { error }) => {
    if (asked.exchange.outcome.error !== null) return;
    statements += 1;
    if (error === null || !isDefinite(error.code)) return;
    const told = toStatementError(new ServerError(error.message, error.code, null, null));
    const at = whereOf(asked, reel.readings);
    failures.set(at.query, { kind: "error", error: told, ...at, step: plainStep(step), session: "fresh" });
  });
  return { failures: [...failures.values()], ifPrepared: [], tests: reel.units.length, statements, leftOut: 0, remarks: [] };
}
