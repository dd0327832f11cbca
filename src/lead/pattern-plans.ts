import type { Connection } from "../engines/connection.ts";
import type { Engine } from "../engines/engine.ts";
import { percentOf, type Tuner } from "../engines/tune.ts";
import { scriptsOf } from "./stage-files.ts";
import type { LeadContext } from "./context.ts";
import { openSeeded } from "./target-design.ts";
import { keyOf, remember } from "./kept.ts";
import type { ChangeReview } from "./review-task.ts";
import { fillForPlanner } from "./tune.ts";

/** How the engine's planner answers a query before and after a change, on the shadow's rows; `fails` where it does not run. */
export interface PatternPlan {
  readonly query: string;
  readonly before: string;
  readonly after: string;
  /** Absent: the engine's planner gives no number, or the query does not run after the change. */
  readonly measures?: {
    /** Null: the query does not run before the change. */
    readonly costBefore: number | null;
    readonly costAfter: number;
    readonly unit: string;
    /** Labels of objects that are read from end to end afterwards. */
    readonly wholeAfter: readonly string[];
    /** What stands in the objects that are read. */
    readonly rows: string;
  };
}
interface Seen {
  readonly plan: string;
  readonly cost: number | null;
  readonly whole: readonly string[];
}

/** Plans queries before and after the stages of a change that was accepted. Memoised by all that takes part. */
export async function planPatterns(
  context: LeadContext,
  engine: Engine,
  request: ChangeReview,
  queries: readonly string[],
): Promise<readonly PatternPlan[]> {
  if (queries.length === 0) return [];
  const { analysis, base, seed, stages } = request;
  const settings = context.configuration.shadow[engine.id] ?? {};
  const key = keyOf("pattern-plans", {
    queries,
    base,
    seed,
    stages,
    sizes: analysis.sizes,
    engine: [engine.id, analysis.version],
    settings,
  });
  return remember(context, key, async () => {
    const tuner = await engine.tuner?.();
    await using shadow = await openSeeded(context, engine, { base, seed, version: analysis.version });
    const { connection } = shadow;
    const fill = async (): Promise<string> =>
      tuner === undefined
        ? ""
        : fillForPlanner(engine, tuner, connection, { schema: await connection.introspect(), queries, sizes: analysis.sizes });
    const rows = await fill();
    const before = await lookAll(connection, tuner, queries);
    for (const script of scriptsOf(stages)) await connection.execute(script);
    await fill();
    const after = await lookAll(connection, tuner, queries);
    return queries.map((query, index): PatternPlan => {
      const [a, b] = [before[index], after[index]];
      const plans = { query, before: a?.plan ?? "", after: b?.plan ?? "" };
      if (tuner === undefined || b === undefined || b.cost === null) return plans;
      return { ...plans, measures: { costBefore: a?.cost ?? null, costAfter: b.cost, unit: tuner.unit, wholeAfter: b.whole, rows } };
    });
  });
}

async function lookAll(connection: Connection, tuner: Tuner | undefined, queries: readonly string[]): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const query of queries) {
    const measured = await tuner?.measure(connection, query);
    if (measured?.kind === "measured") {
      const { plan, cost, whole } = measured.measure;
      seen.push({ plan, cost, whole });
      continue;
    }
    const tried = await connection.tryQuery(query);
    seen.push({ plan: tried.kind === "runs" ? tried.plan : `fails: ${tried.error.message}`, cost: null, whole: [] });
  }
  return seen;
}

/** The first line of a plan without its numbers: the same on every run. */
export function headOf(plan: string): string {
  const line = plan.split("\n").find((one) => one.trim() !== "") ?? plan;
  return line.replaceAll(/\s*\([^)]*(?:cost|rows|width)[^)]*\)/g, "").trim();
}

/** A plan before and after in one line, with the part of the cost that is left where a number is known. */
export function tellPlans(plan: PatternPlan): string {
  const { measures } = plan;
  const cost =
    measures === undefined || measures.costBefore === null
      ? ""
      : `; ${measures.unit} ${percentOf(measures.costAfter, measures.costBefore)} % of before`;
  return `planned ${plan.before === "" ? "" : `before: ${headOf(plan.before)}; `}after: ${headOf(plan.after)}${cost}`;
}
