import type { StatementError } from "../model/review.ts";
import type { Schema } from "../model/schema.ts";
import type { Connection } from "./connection.ts";
import type { Shadow } from "./shadow.ts";

/** An index that may help a query. Keys, conditions and methods are the engine's own text. */
export interface CandidateIndex {
  /** Outline label of the object. */
  readonly object: string;
  readonly keys: readonly string[];
  /** Fields that are only carried, so that the object itself need not be read. */
  readonly include: readonly string[];
  /** Only rows for which this holds; null: all. */
  readonly where: string | null;
  /** Null: the engine's usual kind. */
  readonly method: string | null;
  /** What of the query it follows, in words. */
  readonly because: string;
}
export interface Rewrite {
  readonly query: string;
  readonly because: string;
}
export interface Proposal {
  /** Labels of the objects that the query reads. */
  readonly reads: readonly string[];
  /** What is tried together: mostly one index; several where only all of them help (the arms of an OR). */
  readonly trials: readonly (readonly CandidateIndex[])[];
  readonly rewrites: readonly Rewrite[];
  /** What was thought of and not proposed. */
  readonly rejected: readonly Rejected[];
}
export interface Rejected {
  readonly alternative: string;
  readonly reason: string;
}
/** How the planner would answer a query. */
export interface QueryMeasure {
  /** In the tuner's own unit; only comparable on the same rows. */
  readonly cost: number;
  /** Labels of objects that are read from end to end. */
  readonly whole: readonly string[];
  /** How often rows are sorted for it. */
  readonly sorts: number;
  readonly plan: string;
}
export type Measured =
  | { readonly kind: "measured"; readonly measure: QueryMeasure }
  | { readonly kind: "fails"; readonly error: StatementError };

/** The optional facet of an engine that knows how its planner thinks. */
export interface Tuner {
  /** What the cost counts, in words (`planner cost`). */
  readonly unit: string;
  /** Statements that let the planner know the rows of these objects as they are; run once before anything is measured. */
  prepare(objects: readonly string[]): readonly string[];
  measure(connection: Connection, query: string): Promise<Measured>;
  /** Indexes and forms of the query that may help, the most promising first. Empty for what is no query of this engine. */
  propose(schema: Schema, query: string): Promise<Proposal>;
  /** An index of the schema that already begins like this one, by name; null: none. */
  findExisting(schema: Schema, index: CandidateIndex): string | null;
  /** Statements that make an index and let the planner know it. */
  create(index: CandidateIndex, name: string): readonly string[];
  drop(index: CandidateIndex, name: string): string;
  /** Bytes. */
  sizeOf(connection: Connection, index: CandidateIndex, name: string): Promise<number>;
  /** A query that looks rows up by these keys, for an index that nobody's query asks for; null for keys that cannot be compared. */
  lookUp(schema: Schema, object: string, keys: readonly string[]): string | null;
}

export interface TuneRequest {
  readonly schema: Schema;
  readonly query: string;
  /** What is kept must cost no more than this part of the cost before, in percent. */
  readonly atMostPercent: number;
}
/** What came of it: nothing may have helped, and then both lists of gains are empty. */
export interface Tuning {
  readonly query: string;
  readonly unit: string;
  readonly atMostPercent: number;
  readonly before: QueryMeasure;
  readonly after: QueryMeasure;
  readonly indexes: readonly CandidateIndex[];
  readonly rewritten: (Rewrite & { readonly measure: QueryMeasure }) | null;
  readonly rejected: readonly Rejected[];
}
export type TuneOutcome = { readonly kind: "tuned"; readonly tuning: Tuning } | { readonly kind: "fails"; readonly error: StatementError };

/** Another index for the same query must take at least a fifth of what is left. */
const worthwhile = 0.8;
/** Among indexes that are about as good (as the best, or by this part of the cost before), the smallest is taken. */
const asGood = 1.2;
const asGoodPart = 0.1;
const rounds = 3;

interface Tried {
  readonly trial: readonly CandidateIndex[];
  readonly measure: QueryMeasure;
  readonly bytes: number;
}

/** Tries indexes and rewrites on a shadow that holds rows, and keeps what the planner finds cheaper by the stated factor. The shadow is used up. */
export async function tuneQuery(tuner: Tuner, shadow: Shadow, request: TuneRequest): Promise<TuneOutcome> {
  const { connection } = shadow;
  const proposal = await tuner.propose(request.schema, request.query);
  for (const text of tuner.prepare(proposal.reads)) await connection.execute(script(text), "untraced");
  const first = await tuner.measure(connection, request.query);
  if (first.kind === "fails") return first;
  const before = first.measure;
  const rejected: Rejected[] = [...proposal.rejected];
  const rewritten = await tryRewrites(tuner, connection, { request, before, proposal, rejected });
  let pool = withoutExisting(tuner, request.schema, proposal.trials, rejected);
  const kept: CandidateIndex[] = [];
  let current = before;
  const refused = new Map<string, string>();
  for (let round = 0; round < rounds; round += 1) {
    const tried: Tried[] = [];
    for (const trial of pool) {
      const outcome = await tryIndexes(tuner, connection, request.query, trial);
      if (typeof outcome === "string") refused.set(printIndexes(trial), outcome);
      else tried.push(outcome);
    }
    const best = choose(tried, current, before);
    if (round === 0) rejected.push(...tried.filter((one) => one !== best).map((one) => reject(one, best, before, request.atMostPercent)));
    if (best === null) break;
    for (const [index, candidate] of best.trial.entries())
      for (const text of tuner.create(candidate, `dblead_kept_${round}_${index}`)) await connection.execute(script(text), "untraced");
    kept.push(...best.trial);
    current = best.measure;
    const taken = new Set(best.trial.map((candidate) => candidate.object));
    pool = pool.filter((trial) => trial !== best.trial && !trial.some((candidate) => taken.has(candidate.object)));
  }
  rejected.push(...[...refused].map(([alternative, reason]) => ({ alternative, reason })));
  const isEnough = kept.length > 0 && isWithin(current.cost, before.cost, request.atMostPercent);
  if (kept.length > 0 && !isEnough)
    rejected.unshift({
      alternative: printIndexes(kept),
      reason: `${tellPart(current, before)}, not to ${request.atMostPercent} % or less.`,
    });
  const indexes = isEnough ? kept : [];
  return {
    kind: "tuned",
    tuning: {
      query: request.query,
      unit: tuner.unit,
      atMostPercent: request.atMostPercent,
      before,
      after: isEnough ? current : before,
      indexes,
      rewritten: rewritten !== null && indexes.length > 0 && rewritten.measure.cost > current.cost * worthwhile ? null : rewritten,
      rejected,
    },
  };
}

function script(text: string): { readonly file: string; readonly line: number; readonly text: string; readonly transaction: "none" } {
  return { file: "tune", line: 1, text, transaction: "none" };
}

function withoutExisting(tuner: Tuner, schema: Schema, trials: Proposal["trials"], rejected: Rejected[]): Proposal["trials"] {
  return trials.filter((trial) => {
    const known = trial.map((candidate) => tuner.findExisting(schema, candidate));
    if (known.includes(null)) return true;
    rejected.push({ alternative: printIndexes(trial), reason: `Redundant: ${[...new Set(known)].join(" and ")} already begins so.` });
    return false;
  });
}

/** Makes the indexes, asks the planner, takes them away. A text: why the engine refuses them. */
async function tryIndexes(tuner: Tuner, connection: Connection, query: string, trial: readonly CandidateIndex[]): Promise<Tried | string> {
  const made: { readonly candidate: CandidateIndex; readonly name: string }[] = [];
  try {
    for (const [index, candidate] of trial.entries()) {
      const name = `dblead_tried_${index}`;
      for (const text of tuner.create(candidate, name)) {
        const outcome = await connection.execute(script(text), "untraced");
        if (outcome.error !== null) return `The server refuses it: ${outcome.error.message}.`;
      }
      made.push({ candidate, name });
    }
    const measured = await tuner.measure(connection, query);
    if (measured.kind === "fails") return `The query does not run with it: ${measured.error.message}.`;
    let bytes = 0;
    for (const { candidate, name } of made) bytes += await tuner.sizeOf(connection, candidate, name);
    return { trial, measure: measured.measure, bytes };
  } finally {
    for (const { candidate, name } of made) await connection.execute(script(tuner.drop(candidate, name)), "untraced");
  }
}

/** Of those that are about as good as the best the one that leaves least to sort (which grows with the rows), then the smallest; null: none is worth its writes. */
function choose(tried: readonly Tried[], current: QueryMeasure, before: QueryMeasure): Tried | null {
  const useful = tried.filter((one) => one.measure.cost <= current.cost * worthwhile);
  const least = Math.min(...useful.map((one) => one.measure.cost));
  const close = useful.filter((one) => one.measure.cost <= limitOf(least, before));
  return close.toSorted((a, b) => a.measure.sorts - b.measure.sorts || weigh(a) - weigh(b))[0] ?? null;
}

function limitOf(least: number, before: QueryMeasure): number {
  return Math.max(least * asGood, least + before.cost * asGoodPart);
}

/** Size, with a little for each field, and for a condition, which other queries cannot use. */
function weigh({ trial, bytes }: Tried): number {
  const fields = trial.reduce((sum, candidate) => sum + candidate.keys.length + candidate.include.length, 0);
  const isPartial = trial.some((candidate) => candidate.where !== null);
  return bytes * (1 + 0.05 * fields) * (isPartial ? 1.2 : 1);
}

function reject(one: Tried, best: Tried | null, before: QueryMeasure, atMostPercent: number): Rejected {
  const alternative = printIndexes(one.trial);
  if (one.measure.cost > before.cost * worthwhile)
    return { alternative, reason: "The planner finds the query hardly cheaper with it; every write would pay for it." };
  if (best === null) return { alternative, reason: `${tellPart(one.measure, before)}, not to ${atMostPercent} % or less.` };
  const isAsGood = one.measure.cost >= best.measure.cost * worthwhile && one.measure.cost <= limitOf(best.measure.cost, before);
  if (one.measure.cost < best.measure.cost * worthwhile)
    return { alternative, reason: `It would save little more than ${printIndexes(best.trial)} does, and is larger.` };
  return {
    alternative,
    reason: isAsGood
      ? `No better than ${printIndexes(best.trial)}, and larger or of use to fewer queries.`
      : `${tellPart(one.measure, before)}; ${printIndexes(best.trial)} does better.`,
  };
}

interface RewriteTrial {
  readonly request: TuneRequest;
  readonly before: QueryMeasure;
  readonly proposal: Proposal;
  readonly rejected: Rejected[];
}

/** The cheapest rewrite that answers the same rows. */
async function tryRewrites(tuner: Tuner, connection: Connection, trial: RewriteTrial): Promise<Tuning["rewritten"]> {
  let best: Tuning["rewritten"] = null;
  for (const rewrite of trial.proposal.rewrites) {
    const measured = await tuner.measure(connection, rewrite.query);
    if (measured.kind === "fails") continue;
    const isEnough = isWithin(measured.measure.cost, trial.before.cost, trial.request.atMostPercent);
    if (!isEnough) {
      trial.rejected.push({ alternative: rewrite.because, reason: `${tellPart(measured.measure, trial.before)} without an index for it.` });
      continue;
    }
    if (!(await answersAlike(connection, trial.request.query, rewrite.query))) continue;
    if (best === null || measured.measure.cost < best.measure.cost) best = { ...rewrite, measure: measured.measure };
  }
  return best;
}

/** Whether both answer the same rows, as far as they can be asked: with parameters open nothing is compared. */
export async function answersAlike(connection: Connection, one: string, other: string): Promise<boolean> {
  const ask = async (query: string): Promise<readonly string[] | null> =>
    connection
      .query(query)
      .then((rows) =>
        rows.map((row) => JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))).sort(),
      )
      .catch(() => null);
  const [a, b] = [await ask(one), await ask(other)];
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((row, index) => row === b[index]);
}

/** `an index on public.orders (customer_id, placed_at DESC) where status = 'open'`. */
export function printIndexes(trial: readonly CandidateIndex[]): string {
  return trial.map(printIndex).join(" and ");
}
function printIndex(index: CandidateIndex): string {
  const include = index.include.length === 0 ? "" : ` carrying ${index.include.join(", ")}`;
  const where = index.where === null ? "" : ` where ${index.where}`;
  return `${index.method === null ? "an index" : `a ${index.method} index`} on ${index.object} (${index.keys.join(", ")})${include}${where}`;
}

function tellPart(measure: QueryMeasure, before: QueryMeasure): string {
  return `The cost falls to ${percentOf(measure.cost, before.cost)} % of before`;
}

/** Whether a cost is at most this part of another, whatever the last digits of both. */
export function isWithin(part: number, whole: number, percent: number): boolean {
  return part * 100 <= whole * percent * (1 + 1e-9);
}

/** A part in percent, rounded up to one digit, so that another sample of the same rows tells the same. */
export function percentOf(part: number, whole: number): number {
  if (whole <= 0) return 100;
  const exact = (part / whole) * 100;
  if (exact >= 100) return 100;
  const step = exact < 1 ? 1 : exact < 10 ? 1 : 10;
  return Math.max(1, Math.ceil(exact / step) * step);
}
