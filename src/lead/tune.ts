import type { Decision, Engine } from "../engines/engine.ts";
import type { Connection } from "../engines/connection.ts";
import type { Shadow } from "../engines/shadow.ts";
import { type CandidateIndex, percentOf, printIndexes, type Tuner, type Tuning, tuneQuery } from "../engines/tune.ts";
import type { Intent } from "../model/intent.ts";
import { parseName } from "../model/name.ts";
import type { Answer } from "../model/question.ts";
import type { AccessPattern } from "../model/requirement.ts";
import { locateObject, type Schema, type Sizes } from "../model/schema.ts";
import type { Criterion } from "../model/task.ts";
import { printNumber } from "../model/wording.ts";
import type { Analysis } from "./analysis.ts";
import type { LeadContext } from "./context.ts";
import { child, type NameUse, namesOf } from "./intent-names.ts";
import { designOn, openBase, openSeeded } from "./target-design.ts";

type TuneIntent = Extract<Intent, { readonly kind: "tune" }>;

/** A query that a `tune` intent is about. `source` says where it stands. */
export interface TuneQuery {
  readonly source: string;
  readonly query: string;
}
/** What came of one query of a `tune` intent. */
export type TunedQuery =
  | { readonly kind: "tuned"; readonly intent: string; readonly source: string; readonly rows: string; readonly tuning: Tuning }
  | { readonly kind: "fails"; readonly intent: string; readonly source: string; readonly error: string };

/** What is kept must cost at most half of before, unless the intent says another part. */
const usualPercent = 50;
/** Of the code's queries on one object these many are looked at. */
const mostQueries = 5;
/** Fewer rows than these let a planner read everything; then rows are made. */
const fewRows = 500;
const madeRows = 1500;

/** The queries that an intent is about: its own, its access pattern's, or those found in the code that use the object it names. */
export async function queriesToTune(
  intent: TuneIntent,
  patterns: readonly AccessPattern[],
  analysis: Analysis,
  engine: Engine,
): Promise<readonly TuneQuery[]> {
  const { body } = intent;
  if (body.query !== undefined) return [{ source: intent.id, query: body.query }];
  const pattern = patterns.find((one) => one.id === body["access-pattern"]);
  if (pattern?.query !== undefined) return [{ source: `access pattern ${pattern.id}`, query: pattern.query }];
  const label = body.object === undefined ? undefined : locateObject(analysis.schema, body.object)[0]?.outline.label;
  if (label === undefined) return [];
  const found: TuneQuery[] = [];
  for (const { file, line, query } of analysis.queries) {
    const names = (await engine.mentions(query)) ?? [];
    const uses = names.some((name) => name === label || parseName(label).at(-1) === name);
    if (uses && !found.some((one) => one.query === query)) found.push({ source: `${file}:${line}`, query });
    if (found.length === mostQueries) break;
  }
  return found;
}

export interface TuneInput {
  readonly engine: Engine;
  readonly analysis: Analysis;
  readonly intents: readonly Intent[];
  /** What else is carried out: a query that does not run on the base is tried on what these make of it. */
  readonly structural: readonly Intent[];
  readonly answers: readonly Answer[];
  readonly patterns: readonly AccessPattern[];
}

/** Tries the queries of all `tune` intents. Empty for an engine that has no such facet. */
export async function tuneAll(context: LeadContext, input: TuneInput): Promise<readonly TunedQuery[]> {
  const tuner = await input.engine.tuner?.();
  const wishes = input.intents.filter((intent): intent is TuneIntent => intent.kind === "tune");
  if (tuner === undefined || wishes.length === 0) return [];
  const queries = await Promise.all(
    wishes.map(async (intent) => ({ intent, queries: await queriesToTune(intent, input.patterns, input.analysis, input.engine) })),
  );
  await using shadow = await openSeeded(context, input.engine, input.analysis);
  await using changed = await openChanged(
    context,
    input,
    shadow,
    queries.flatMap((one) => one.queries),
  );
  const found: TunedQuery[] = [];
  for (const { intent, queries: own } of queries) {
    for (const { source, query } of own) {
      const runs = (await shadow.connection.tryQuery(query)).kind === "runs";
      const place = runs || changed === null ? shadow : changed;
      const about = { intent: intent.id, source };
      found.push({ ...about, ...(await tuneOne(tuner, place, input, query, intent.body["at-most-percent"] ?? usualPercent)) });
    }
  }
  return withoutRepeats(found);
}

async function tuneOne(
  tuner: Tuner,
  place: Shadow,
  { engine, analysis }: TuneInput,
  query: string,
  atMostPercent: number,
): Promise<
  { readonly kind: "tuned"; readonly rows: string; readonly tuning: Tuning } | { readonly kind: "fails"; readonly error: string }
> {
  await using fork = await place.fork();
  const schema = await fork.connection.introspect();
  const rows = await fillForPlanner(engine, tuner, fork.connection, { schema, queries: [query], sizes: analysis.sizes });
  const outcome = await tuneQuery(tuner, fork, { schema, query, atMostPercent });
  if (outcome.kind === "fails") return { kind: "fails", error: outcome.error.message };
  const { server } = fork;
  return { kind: "tuned", rows: `${server.flavour} ${server.version}, ${rows}`, tuning: outcome.tuning };
}

/** A shadow with what the other intents make, where a query needs that. */
async function openChanged(context: LeadContext, input: TuneInput, base: Shadow, queries: readonly TuneQuery[]): Promise<Shadow | null> {
  if (input.structural.length === 0) return null;
  const tried = await Promise.all(queries.map(({ query }) => base.connection.tryQuery(query)));
  if (tried.every(({ kind }) => kind === "runs")) return null;
  const shadow = await openBase(context, input.engine, input.analysis);
  try {
    await designOn(shadow, input.analysis.schema, { ...input, intents: input.structural });
    return shadow;
  } catch (error) {
    await shadow[Symbol.asyncDispose]();
    throw error;
  }
}

/** One index serves the next query too. */
function withoutRepeats(found: readonly TunedQuery[]): readonly TunedQuery[] {
  const seen = new Set<string>();
  return found.map((one) => {
    if (one.kind === "fails") return one;
    const fresh = one.tuning.indexes.filter((index) => !seen.has(printIndexes([index])));
    for (const index of fresh) seen.add(printIndexes([index]));
    return fresh.length === one.tuning.indexes.length ? one : { ...one, tuning: { ...one.tuning, indexes: fresh } };
  });
}

export interface FillRequest {
  readonly schema: Schema;
  readonly queries: readonly string[];
  /** Known of the target. */
  readonly sizes: Sizes;
}

/** Makes rows where the objects that queries read hold few, unless the target is known to hold few itself. Says what stands there. */
export async function fillForPlanner(engine: Engine, tuner: Tuner, connection: Connection, request: FillRequest): Promise<string> {
  const { schema, sizes } = request;
  const reads = new Set<string>();
  for (const query of request.queries) for (const label of (await tuner.propose(schema, query)).reads) reads.add(label);
  const held = await connection.sizes();
  const most = Math.max(0, ...[...reads].map((label) => held[label]?.rowsEstimated ?? 0));
  const known = Math.max(-1, ...[...reads].map((label) => sizes[label]?.rowsEstimated ?? -1));
  const wanted = known === -1 ? madeRows : Math.min(madeRows, known);
  const isFilled = most >= Math.min(fewRows, wanted) || reads.size === 0;
  if (!isFilled)
    await engine.rows.synthesize(connection, { schema: only(schema, withParents(schema, reads)), rows: wanted, desired: null });
  for (const text of tuner.prepare([...reads].sort()))
    await connection.execute({ file: "tune", line: 1, text, transaction: "none" }, "untraced");
  const now = await connection.sizes();
  const told = [...reads].sort().map((label) => `${printNumber(now[label]?.rowsEstimated ?? 0)} rows in ${label}`);
  return `${isFilled ? "seeded" : "synthetic"} rows (${told.join(", ")})`;
}

function withParents(schema: Schema, labels: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(labels);
  for (const label of all)
    for (const object of schema.objects)
      if (object.outline?.label === label) for (const reference of object.outline.references) all.add(reference.object);
  return all;
}
function only(schema: Schema, labels: ReadonlySet<string>): Schema {
  return { ...schema, objects: schema.objects.filter((object) => object.outline === undefined || labels.has(object.outline.label)) };
}

/** Indexes by the intent that they come of. */
export function indexesByIntent(tuned: readonly TunedQuery[]): Readonly<Record<string, readonly CandidateIndex[]>> {
  const found: Record<string, readonly CandidateIndex[]> = {};
  for (const one of tuned)
    if (one.kind === "tuned" && one.tuning.indexes.length > 0) found[one.intent] = [...(found[one.intent] ?? []), ...one.tuning.indexes];
  return found;
}

/** Names that an intent uses; those of a `tune` stand in the indexes that were kept for it. */
export function namesOfTuned(intent: Intent, indexes: Readonly<Record<string, readonly CandidateIndex[]>>): readonly NameUse[] {
  const kept = intent.kind === "tune" ? (indexes[intent.id] ?? []) : [];
  const own = kept.flatMap((index) =>
    [...index.keys, ...index.include]
      .flatMap((key) => key.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [])
      .map((name): NameUse => ({ name: child(index.object, name), kind: "field", expects: "present", key: "fields" })),
  );
  return [...namesOf(intent), ...own];
}

/** What a tuned query must show when it is reviewed; empty where no index is kept. */
export function tuneCriteria(tuned: readonly TunedQuery[], intents: readonly Intent[]): readonly Criterion[] {
  return tuned.flatMap((one): readonly Criterion[] => {
    if (one.kind === "fails" || one.tuning.indexes.length === 0 || !intents.some((intent) => intent.id === one.intent)) return [];
    const { query, before, after, atMostPercent } = one.tuning;
    const notWhole = before.whole.filter((label) => !after.whole.includes(label));
    const reads = notWhole.length === 0 ? "" : `does not read ${notWhole.join(" and ")} from end to end, and `;
    return [
      {
        text: `The query of ${one.source} ${reads}costs at most ${atMostPercent} % of before`,
        check: { kind: "query-improves", query, notWhole, atMostPercent },
      },
    ];
  });
}

/** Why an index, another form of the query, or nothing. */
export function tuneDecisions(tuned: readonly TunedQuery[]): readonly Decision[] {
  return tuned.flatMap((one): readonly Decision[] => {
    if (one.kind === "fails") return [];
    const index = tuned.filter((other) => other.intent === one.intent).indexOf(one);
    const { tuning } = one;
    const common = {
      slug: `tune-${one.intent.toLowerCase()}${index === 0 ? "" : `-${index + 1}`}`,
      intent: one.intent,
      context: `The query of ${one.source}, tried on ${one.rows}:\n\n${fenceQuery(tuning.query)}`,
      rejected: tuning.rejected,
    };
    const scale = `Kept is what costs at most ${tuning.atMostPercent} % of before (${tuning.unit}).`;
    const decisions: Decision[] = [];
    if (tuning.indexes.length > 0)
      decisions.push({
        ...common,
        title: `${tuning.indexes.length === 1 ? "An index" : "Indexes"} for the query of ${one.source}`,
        choice: `${capital(printIndexes(tuning.indexes))}.`,
        because: [
          ...tuning.indexes.map((candidate) => `It follows ${candidate.because}.`),
          `The cost falls to ${percentOf(tuning.after.cost, tuning.before.cost)} % of before. ${scale}`,
          ...tellWhole(tuning),
          "Every write to the object keeps one more index up to date: that is its price.",
        ],
      });
    if (tuning.rewritten !== null)
      decisions.push({
        ...common,
        slug: `${common.slug}-form`,
        title: `Another form of the query of ${one.source}`,
        choice: `The query is asked so:\n\n${fenceQuery(tuning.rewritten.query)}`,
        because: [
          `In it ${tuning.rewritten.because}.`,
          `The cost falls to ${percentOf(tuning.rewritten.measure.cost, tuning.before.cost)} % of before. ${scale}`,
        ],
      });
    if (decisions.length === 0)
      decisions.push({
        ...common,
        title: `Nothing is changed for the query of ${one.source}`,
        choice: "Nothing is changed.",
        because: [`Nothing that was tried makes it cheap enough. ${scale}`, ...tellStanding(tuning)],
      });
    return decisions;
  });
}

function tellWhole({ before, after }: Tuning): readonly string[] {
  const gone = before.whole.filter((label) => !after.whole.includes(label));
  return gone.length === 0 ? [] : [`${gone.join(" and ")} ${gone.length === 1 ? "is" : "are"} no longer read from end to end.`];
}
function tellStanding({ before }: Tuning): readonly string[] {
  return [
    before.whole.length === 0 ? "It reads nothing from end to end as it is." : `It reads ${before.whole.join(" and ")} from end to end.`,
  ];
}
function fenceQuery(query: string): string {
  return `\`\`\`sql\n${query.trim()}\n\`\`\``;
}
function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
