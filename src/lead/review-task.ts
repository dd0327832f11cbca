import type { Engine } from "../engines/engine.ts";
import { isWithin, percentOf } from "../engines/tune.ts";
import { parsedEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Script, Stage } from "../model/migration.ts";
import { printName, parseName } from "../model/name.ts";
import type { Review, Verdict } from "../model/review.ts";
import { locateField, locateObject, type Schema } from "../model/schema.ts";
import type { Criterion, Deliverable, Task } from "../model/task.ts";
import { findFormat } from "../project/formats.ts";
import type { Analysis } from "./analysis.ts";
import { cacheFolderOf, type LeadContext } from "./context.ts";
import type { TargetDesign } from "./design.ts";
import { keyOf, remember } from "./kept.ts";
import { type PatternPlan, planPatterns, tellPlans } from "./pattern-plans.ts";
import { planOf } from "./reference-plan.ts";
import { reviewDeliverable } from "./review.ts";
import { bookkeepingFor, loadFolderWithout, scriptsOf, writeStages } from "./stage-files.ts";
import type { TaskOrder } from "./task-order.ts";

export interface CriterionOutcome {
  readonly text: string;
  readonly outcome: "passed" | "failed";
  readonly because: string;
}
/** What a review of a task's deliverable came to; `review` is null for a query. */
export interface TaskReview {
  readonly verdict: Verdict;
  readonly review: Review | null;
  readonly findings: readonly Finding[];
  readonly criteria: readonly CriterionOutcome[];
  /** Plans of the access patterns that the task serves. */
  readonly plans: readonly PatternPlan[];
}
export interface TaskReviewInput {
  readonly task: Task;
  readonly order: TaskOrder;
  readonly deliverable: Deliverable;
  readonly analysis: Analysis;
  readonly design: TargetDesign;
  /** What the tasks it depends on hand in, in order. */
  readonly before: readonly Deliverable[];
  readonly excluded: ReadonlySet<string>;
}

/** Reviews a deliverable by executing it. Memoised by everything that is executed; the same text is never run twice. */
export async function reviewTask(
  context: LeadContext,
  input: TaskReviewInput,
): Promise<{ readonly key: string; readonly review: TaskReview }> {
  const engine = await context.engineOf(input.analysis.engine);
  const { deliverable, order } = input;
  if (deliverable.kind === "query") {
    const { reviewQuery } = await import("./review-query.ts");
    return reviewQuery(context, engine, { ...input, deliverable });
  }
  const before = await stagesBefore(context, input);
  const folder = await loadFolderWithout(context.configuration.root, input.analysis.migrationsFolder, input.excluded);
  const format = findFormat(input.analysis.format);
  const stages = writeStages(format, folder, deliverable.stages, engine.id).map((written) => written.stage);
  const change = order.kind === "change" ? order : null;
  const request: ChangeReview = {
    analysis: input.analysis,
    base:
      before.length === 0
        ? input.analysis.base
        : input.analysis.seed.length === 0
          ? [...input.analysis.base, ...before]
          : input.analysis.base,
    seed: before.length > 0 && input.analysis.seed.length > 0 ? [...input.analysis.seed, ...before] : input.analysis.seed,
    from: change?.from ?? null,
    to: change?.to ?? null,
    plan: await planOf(context, engine, deliverable, order, input.analysis),
    stages,
    renames: change?.renames ?? {},
    // All tasks together are looked at with other sessions beside them, when they are integrated.
    beside: "nobody",
  };
  const { key, review } = await reviewChange(context, engine, request);
  const queries = input.task.criteria.flatMap(({ check }) =>
    check.kind === "query-runs" || check.kind === "query-planned" || check.kind === "query-improves" ? [check.query] : [],
  );
  const plans = review.verdict.outcome === "accept" ? await planPatterns(context, engine, request, [...new Set(queries)]) : [];
  const facts = { schema: change?.to ?? null, review, design: input.design, plans };
  const criteria = input.task.criteria.map((criterion) => judge(criterion, facts));
  const failed = criteria.filter((criterion) => criterion.outcome === "failed");
  const findings =
    review.verdict.outcome === "return"
      ? review.findings
      : [...review.findings, ...failed.map((criterion) => criterionFinding(criterion, review, stages))];
  return { key, review: { verdict: withCriteria(review.verdict, failed), review, findings, criteria, plans } };
}

export interface ChangeReview {
  readonly analysis: Analysis;
  readonly base: readonly Script[];
  readonly seed: readonly Script[];
  readonly from: Schema | null;
  readonly to: Schema | null;
  readonly plan: Parameters<typeof reviewDeliverable>[0]["plan"];
  readonly stages: readonly Stage[];
  readonly renames: Readonly<Record<string, string>>;
  readonly beside?: "nobody" | "worst";
}

/** Executes stages against a base and judges them; kept under the hash of all that takes part. */
export async function reviewChange(
  context: LeadContext,
  engine: Engine,
  request: ChangeReview,
): Promise<{ readonly key: string; readonly review: Review }> {
  const { analysis } = request;
  const { policy, shadow } = context.configuration;
  const settings = shadow[engine.id] ?? {};
  const key = keyOf("review", {
    ...request,
    analysis: [engine.id, analysis.version, analysis.format, analysis.sizes, analysis.queries],
    levels: policy.levels,
    settings,
  });
  const format = findFormat(analysis.format);
  const review = await remember(context, key, () =>
    reviewDeliverable({
      engine,
      version: analysis.version,
      base: request.base,
      seed: request.seed,
      baseSchema: request.from,
      desired: request.to,
      plan: request.plan,
      stages: request.stages,
      queries: analysis.queries,
      ignore: analysis.ignore,
      bookkeeping: bookkeepingFor(format, engine.id),
      shadow: { settings, cacheFolder: cacheFolderOf(context) },
      levels: policy.levels,
      sizes: analysis.sizes,
      renames: request.renames,
      ...(request.beside === undefined ? {} : { beside: request.beside }),
      listener: context.listener,
    }),
  );
  return { key, review };
}

/** Scripts of earlier tasks, as the format writes them, so that the base is the one that they leave. */
export async function stagesBefore(
  context: LeadContext,
  input: Pick<TaskReviewInput, "analysis" | "before" | "excluded">,
): Promise<readonly Script[]> {
  const folder = await loadFolderWithout(context.configuration.root, input.analysis.migrationsFolder, input.excluded);
  const drafts = input.before.flatMap((deliverable) => (deliverable.kind === "change" ? deliverable.stages : []));
  return scriptsOf(writeStages(findFormat(input.analysis.format), folder, drafts, input.analysis.engine).map((written) => written.stage));
}

function judge(
  criterion: Criterion,
  facts: {
    readonly schema: Schema | null;
    readonly review: Review;
    readonly design: TargetDesign;
    readonly plans: readonly PatternPlan[];
  },
): CriterionOutcome {
  const { check, text } = criterion;
  const passed = (because: string): CriterionOutcome => ({ text, outcome: "passed", because });
  const failed = (because: string): CriterionOutcome => ({ text, outcome: "failed", because });
  const reached = "read from the shadow after all stages";
  switch (check.kind) {
    case "field-exists": {
      const field = facts.schema === null ? undefined : locateField(facts.schema, check.field)[0]?.field;
      if (field === undefined) return failed(`there is no ${check.field}`);
      return check.required === undefined || field.required === check.required
        ? passed(reached)
        : failed(`${check.field} is ${field.required ? "required" : "optional"}`);
    }
    case "field-absent":
      return facts.schema !== null && locateField(facts.schema, check.field).some((one) => fullName(one.outline.label, check.field))
        ? failed(`${check.field} is still there`)
        : passed(reached);
    case "object-exists":
      return facts.schema !== null && locateObject(facts.schema, check.object).length > 0
        ? passed(reached)
        : failed(`there is no ${check.object}`);
    case "object-absent":
      return facts.schema !== null && locateObject(facts.schema, check.object).length > 0
        ? failed(`${check.object} is still there`)
        : passed(reached);
    case "schema-equals":
      return facts.review.findings.some((finding) => finding.rule === "schema-differs")
        ? failed("the schema after all stages differs")
        : passed(reached);
    case "query-runs": {
      const broken = facts.design.failingPatterns.find((pattern) => text.includes(` ${pattern.id} `));
      return broken === undefined ? passed("planned on a shadow with the designed schema") : failed(broken.error);
    }
    case "query-planned": {
      const plan = facts.plans.find((one) => one.query === check.query);
      if (plan === undefined) return failed("nothing was planned: the change was returned");
      return plan.after.startsWith("fails: ") && !plan.before.startsWith("fails: ") ? failed(plan.after) : passed(tellPlans(plan));
    }
    case "query-improves": {
      const { measures } = facts.plans.find((one) => one.query === check.query) ?? {};
      if (measures === undefined) return failed("nothing was measured: the change was returned, or the query does not run");
      const whole = check.notWhole.filter((label) => measures.wholeAfter.includes(label));
      if (whole.length > 0) return failed(`${whole.join(" and ")} ${whole.length === 1 ? "is" : "are"} still read from end to end`);
      if (measures.costBefore === null) return passed(`before the change the query does not run; measured on ${measures.rows}`);
      const told = `${measures.unit} ${percentOf(measures.costAfter, measures.costBefore)} % of before, on ${measures.rows}`;
      return isWithin(measures.costAfter, measures.costBefore, check.atMostPercent) ? passed(told) : failed(told);
    }
    case "query-returns":
      return failed("a change hands in no query");
    case "rows-kept":
      return facts.review.rows.kind === "lost" || facts.review.rows.kind === "changed"
        ? failed(`rows are ${facts.review.rows.kind}`)
        : passed(`rows: ${facts.review.rows.kind} (${facts.review.rows.evidence.rows})`);
    case "way-back":
      return facts.review.down.kind === "exact" || facts.review.down.kind === "column-order"
        ? passed(`down: ${facts.review.down.kind}`)
        : failed(`down: ${facts.review.down.kind}`);
  }
}

/** A name found by its last parts only counts when it is the very one. */
function fullName(label: string, field: string): boolean {
  const wanted = parseName(field);
  return printName(parseName(label).slice(-(wanted.length - 1))) === printName(wanted.slice(0, -1));
}

/** Five verdicts; a failed criterion is a fault of correctness. */
function withCriteria(verdict: Verdict, failed: readonly CriterionOutcome[]): Verdict {
  if (failed.length === 0) return verdict;
  const reasons = [
    ...verdict.correctness.reasons,
    ...failed.map((criterion) => `criterion not met: ${criterion.text} (${criterion.because})`),
  ];
  return { ...verdict, outcome: "return", correctness: { outcome: "return", reasons } };
}

function criterionFinding(criterion: CriterionOutcome, review: Review, stages: readonly Stage[]): Finding {
  const file = stages[0]?.migrations[0]?.up.file ?? "";
  return {
    rule: "criterion-not-met",
    level: "error",
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    what: `${criterion.text}: ${criterion.because}.`,
    why: "The task is done when its acceptance criteria hold.",
    instead: "Hand in what meets the criterion.",
    object: null,
    evidence: review.statements.length > 0 ? review.evidence : parsedEvidence,
  };
}
