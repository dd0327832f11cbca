import type { BlockingObservation } from "../../engines/shadow.ts";
import type { Shadow } from "../../engines/shadow.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Block } from "../../model/plan.ts";
import type { BlockedWait, BlockingVerdict, StatementTrace, WorkloadQuery } from "../../model/review.ts";
import type { Schema } from "../../model/schema.ts";
import { scriptsOf } from "../stage-files.ts";
import type { ReviewRequest } from "./request.ts";

const scenarios: readonly BlockedWait["scenario"][] = ["plain", "old-transaction"];
const order: readonly Block["blocks"][] = ["reads-and-writes", "writes", "ddl", "nothing"];

/**
 * Makes the change on copies of the base with other sessions at work beside it: once with reads and writes only, once with an old transaction open in front
 * of every file. `traces` are those of the run that was alone; they say what is worth looking at.
 */
export async function lookBeside(
  base: { readonly shadow: Shadow; readonly schema: Schema; readonly evidence: Evidence },
  request: ReviewRequest,
  traces: readonly StatementTrace[],
): Promise<BlockingVerdict> {
  const empty = { workload: [], waits: [], preparedFailures: [] };
  const { shadow, evidence } = base;
  if (shadow.observeBlocking === undefined)
    return { kind: "not-observed", reason: `${evidence.server ?? "this server"} has one session only`, ...empty, evidence };
  const seen: Evidence = { ...evidence, concurrency: "observed" };
  const objects = lockedObjects(base.schema, traces);
  if (objects.length === 0) return { kind: "observed", ...empty, evidence: seen };
  const queries = [
    ...(request.workload ?? []).map(({ query }) => ({ text: query, source: "workload" as const })),
    ...request.queries.map(({ query }) => ({ text: query, source: "code" as const })),
  ];
  const observed: BlockingObservation[] = [];
  for (const scenario of request.beside === "worst" ? scenarios.slice(-1) : scenarios) {
    await using fork = await shadow.fork();
    const observation = await fork.observeBlocking?.({ scripts: scriptsOf(request.stages), objects, queries, scenario });
    if (observation !== undefined) observed.push(observation);
  }
  const waits = observed.flatMap((one) => one.waits).toSorted((a, b) => b.waitedMs - a.waitedMs);
  const failures = new Map(observed.flatMap((one) => one.preparedFailures.map((failure) => [failure.query, failure] as const)));
  return { kind: "observed", workload: joinLoads(observed), waits, preparedFailures: [...failures.values()], evidence: seen };
}

/** What was there before and is locked in a way that somebody can notice, the strongest first. */
function lockedObjects(schema: Schema, traces: readonly StatementTrace[]): readonly string[] {
  const known = new Set(schema.objects.flatMap((object) => (object.outline === undefined ? [] : [object.outline.label])));
  const blocks = traces.flatMap((trace) => trace.blocks).filter((block) => known.has(block.object) && block.blocks !== "nothing");
  return [...new Set(blocks.toSorted((a, b) => order.indexOf(a.blocks) - order.indexOf(b.blocks)).map((block) => block.object))];
}

function joinLoads(observed: readonly BlockingObservation[]): readonly WorkloadQuery[] {
  const loads = new Map<string, WorkloadQuery>();
  for (const load of observed.flatMap((one) => one.workload)) {
    const known = loads.get(load.text);
    loads.set(load.text, {
      ...load,
      runs: load.runs + (known?.runs ?? 0),
      slowestMs: Math.max(load.slowestMs, known?.slowestMs ?? 0),
    });
  }
  return [...loads.values()];
}
