import type { Engine } from "../engines/engine.ts";
import { count } from "../model/wording.ts";
import type { Connection } from "../engines/connection.ts";
import type { Shadow } from "../engines/shadow.ts";
import { answersAlike, isWithin, percentOf } from "../engines/tune.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import { printCanonical } from "../model/json.ts";
import { type Aspect, type AspectVerdict, aspects, type Verdict } from "../model/review.ts";
import type { Sizes } from "../model/schema.ts";
import type { Deliverable, QueryExample } from "../model/task.ts";
import type { LeadContext } from "./context.ts";
import { openSeeded } from "./target-design.ts";
import { keyOf, remember, toJson } from "./kept.ts";
import type { PatternPlan } from "./pattern-plans.ts";
import { fillForPlanner } from "./tune.ts";
import { type CriterionOutcome, type TaskReview, type TaskReviewInput, stagesBefore } from "./review-task.ts";

interface QueryInput extends TaskReviewInput {
  readonly deliverable: Extract<Deliverable, { readonly kind: "query" }>;
}

/** A query is reviewed by running it: its plan, then each acceptance example on rows of its own. */
export async function reviewQuery(
  context: LeadContext,
  engine: Engine,
  input: QueryInput,
): Promise<{ readonly key: string; readonly review: TaskReview }> {
  const { analysis, deliverable } = input;
  const before = await stagesBefore(context, input);
  const examples = input.order.kind === "query" ? input.order.examples : [];
  const instead = input.order.kind === "query" ? (input.order.instead ?? null) : null;
  const settings = context.configuration.shadow[engine.id] ?? {};
  const key = keyOf("review-query", {
    query: deliverable.query,
    base: analysis.base,
    seed: analysis.seed,
    before,
    examples,
    instead,
    sizes: analysis.sizes,
    version: analysis.version,
    settings,
  });
  const make = async (): Promise<TaskReview> => {
    const seeded = analysis.seed.length > 0;
    await using shadow = await openSeeded(context, engine, {
      base: seeded ? analysis.base : [...analysis.base, ...before],
      seed: seeded ? [...analysis.seed, ...before] : [],
      version: analysis.version,
    });
    const evidence: Evidence = {
      level: "executed",
      server: `${shadow.server.flavour} ${shadow.server.version}`,
      rows: seeded ? "seed" : "none",
      concurrency: "alone",
      facts: [],
    };
    const compared =
      instead === null ? null : await compareForms(engine, shadow, { query: deliverable.query, ...instead, sizes: analysis.sizes });
    const outcomes = [
      ...(await tryExamples(shadow.connection, () => shadow.fork(), deliverable.query, examples)),
      ...(compared === null ? [] : [compared.outcome]),
    ];
    const file = deliverable.sources[0]?.path ?? `${input.task.id}.sql`;
    const findings = outcomes.filter((outcome) => outcome.outcome === "failed").map((outcome) => findingOf(outcome, file, evidence));
    const tried = await shadow.connection.tryQuery(deliverable.query);
    const plans = compared?.plan ?? (tried.kind === "runs" ? [{ query: deliverable.query, before: "", after: tried.plan }] : []);
    return { verdict: verdictOf(outcomes), review: null, findings, criteria: outcomes, plans };
  };
  return { key, review: await remember(context, key, make) };
}

interface Forms {
  readonly query: string;
  readonly of: string;
  readonly atMostPercent: number;
  readonly sizes: Sizes;
}

/** Whether a query answers the same rows as the one it stands for, and what it costs beside it. */
async function compareForms(
  engine: Engine,
  shadow: Shadow,
  forms: Forms,
): Promise<{ readonly outcome: CriterionOutcome; readonly plan: readonly PatternPlan[] }> {
  const text = `The query answers the same rows as the one it stands for, and costs at most ${forms.atMostPercent} % of it`;
  const failed = (because: string) => ({ outcome: { text, outcome: "failed" as const, because }, plan: [] });
  const tuner = await engine.tuner?.();
  if (tuner === undefined) return failed(`${engine.title} gives no number for a plan`);
  await using copy = await shadow.fork();
  const queries = [...new Set([forms.of, forms.query])];
  const rows = await fillForPlanner(engine, tuner, copy.connection, {
    schema: await copy.connection.introspect(),
    queries,
    sizes: forms.sizes,
  });
  const [of, query] = [await tuner.measure(copy.connection, forms.of), await tuner.measure(copy.connection, forms.query)];
  if (of.kind === "fails" || query.kind === "fails")
    return failed(of.kind === "fails" ? of.error.message : query.kind === "fails" ? query.error.message : "");
  if (forms.of !== forms.query && !(await answersAlike(copy.connection, forms.of, forms.query))) return failed("it answers other rows");
  const [costBefore, costAfter] = [of.measure.cost, query.measure.cost];
  const told = `${tuner.unit} ${percentOf(costAfter, costBefore)} %, on ${rows}`;
  const isEnough = isWithin(costAfter, costBefore, forms.atMostPercent);
  const plan = {
    query: forms.query,
    before: of.measure.plan,
    after: query.measure.plan,
    measures: { costBefore, costAfter, unit: tuner.unit, wholeAfter: query.measure.whole, rows },
  };
  return { outcome: { text, outcome: isEnough ? "passed" : "failed", because: told }, plan: [plan] };
}

async function tryExamples(
  connection: Connection,
  fork: () => Promise<AsyncDisposable & { readonly connection: Connection }>,
  query: string,
  examples: readonly QueryExample[],
): Promise<readonly CriterionOutcome[]> {
  const tried = await connection.tryQuery(query);
  const text = "The query runs on the schema after the change and only reads";
  if (tried.kind === "fails") return [{ text, outcome: "failed", because: tried.error.message }];
  const first: CriterionOutcome = { text, outcome: "passed", because: tried.plan.split("\n")[0] ?? "planned" };
  const rest: CriterionOutcome[] = [];
  for (const [index, example] of examples.entries()) {
    await using copy = await fork();
    rest.push(await tryExample(copy.connection, query, example, index + 1));
  }
  return [first, ...rest];
}

async function tryExample(connection: Connection, query: string, example: QueryExample, number: number): Promise<CriterionOutcome> {
  const text = `Example ${number} is answered with ${count(example.returns.length, "row")} as stated`;
  if (example.given !== undefined) {
    const prepared = await connection.execute({ file: `example ${number}`, line: 1, text: example.given, transaction: "none" });
    if (prepared.error !== null) return { text, outcome: "failed", because: `what is given cannot be made: ${prepared.error.message}` };
  }
  try {
    const rows = await connection.query(query);
    const answer = rows.map((row) => printLoosely(row)).sort();
    const wanted = example.returns.map((row) => printLoosely(row)).sort();
    if (answer.length !== wanted.length)
      return { text, outcome: "failed", because: `it answers ${count(answer.length, "row")}, not ${wanted.length}` };
    const differs = answer.findIndex((row, index) => row !== wanted[index]);
    return differs === -1
      ? { text, outcome: "passed", because: "executed" }
      : { text, outcome: "failed", because: `row ${differs + 1} differs` };
  } catch (cause) {
    return { text, outcome: "failed", because: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** 7, 7n, "7" and 7.00 are one answer: engines print numbers their own way. */
function printLoosely(row: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(row).map(([name, value]) => [name, loosen(value)] as const);
  return printCanonical(Object.fromEntries(entries));
}
function loosen(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "object" ? printCanonical(toJson(value)) : String(value);
  return /^-?\d+(?:\.\d+)?$/.test(text) ? String(Number(text)) : text;
}

function verdictOf(outcomes: readonly CriterionOutcome[]): Verdict {
  const reasons = outcomes.filter((outcome) => outcome.outcome === "failed").map((outcome) => `${outcome.text}: ${outcome.because}`);
  const accept: AspectVerdict = { outcome: "accept", reasons: [] };
  const byAspect = Object.fromEntries(aspects.map((aspect) => [aspect, accept])) as Record<Aspect, AspectVerdict>;
  return {
    ...byAspect,
    outcome: reasons.length === 0 ? "accept" : "return",
    correctness: { outcome: reasons.length === 0 ? "accept" : "return", reasons },
  };
}

function findingOf(outcome: CriterionOutcome, file: string, evidence: Evidence): Finding {
  return {
    rule: "criterion-not-met",
    level: "error",
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    what: `${outcome.text}: ${outcome.because}.`,
    why: "The query would not answer as asked.",
    instead: "Correct the query.",
    object: null,
    evidence,
  };
}
