import type { Engine } from "../engines/engine.ts";
import { scriptsOf } from "./stage-files.ts";
import { cacheFolderOf, type LeadContext } from "./context.ts";
import { keyOf, remember } from "./kept.ts";
import type { ChangeReview } from "./review-task.ts";

/** How the engine's planner answers an access pattern before and after a change, on the shadow's rows; `fails` where it does not run. */
export interface PatternPlan {
  readonly query: string;
  readonly before: string;
  readonly after: string;
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
  const key = keyOf("pattern-plans", { queries, base, seed, stages, engine: [engine.id, analysis.version], settings });
  return remember(context, key, async () => {
    await using shadow = await engine.shadow.open({ base, seed, version: analysis.version, settings, cacheFolder: cacheFolderOf(context) });
    const { connection } = shadow;
    const planAll = async (): Promise<readonly string[]> => {
      const plans: string[] = [];
      for (const query of queries) {
        const tried = await connection.tryQuery(query);
        plans.push(tried.kind === "runs" ? tried.plan : `fails: ${tried.error.message}`);
      }
      return plans;
    };
    const before = await planAll();
    for (const script of scriptsOf(stages)) await connection.execute(script);
    const after = await planAll();
    return queries.map((query, index) => ({ query, before: before[index] ?? "", after: after[index] ?? "" }));
  });
}

/** The first line of a plan without its numbers: the same on every run. */
export function headOf(plan: string): string {
  const line = plan.split("\n").find((one) => one.trim() !== "") ?? plan;
  return line.replaceAll(/\s*\([^)]*(?:cost|rows|width)[^)]*\)/g, "").trim();
}
