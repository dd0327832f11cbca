import type { Evidence, Fact } from "../model/evidence.ts";
import type { Step } from "../model/plan.ts";
import type { StatementTrace } from "../model/review.ts";

/**
 * Steps with the evidence of the run in which their statements were executed: a plan knows only what it says of itself.
 * A step of which any statement was not seen keeps the evidence that it came with.
 */
export function proveSteps(steps: readonly Step[], statements: readonly StatementTrace[], jobFiles: readonly string[]): readonly Step[] {
  if (statements.length === 0) return steps;
  const byText = new Map(statements.filter((trace) => trace.error === undefined).map((trace) => [foldText(trace.text), trace]));
  let job = 0;
  return steps.map((step) => {
    if (step.action.kind === "batches") {
      const file = jobFiles[job];
      job += 1;
      const own = statements.filter((trace) => file !== undefined && lastOf(trace.file) === lastOf(file) && trace.error === undefined);
      return prove(step, own);
    }
    if (step.action.kind !== "statements") return step;
    const own = step.action.statements.map((text) => byText.get(foldText(text)));
    return own.some((trace) => trace === undefined)
      ? step
      : prove(
          step,
          own.flatMap((trace) => (trace === undefined ? [] : [trace])),
        );
  });
}

function prove(step: Step, traces: readonly StatementTrace[]): Step {
  const [first] = traces;
  if (first === undefined) return step;
  const written = traces.reduce((sum, trace) => sum + trace.rowsWritten, 0);
  const facts: readonly Fact[] = [
    { name: "took", value: Math.round(traces.reduce((sum, trace) => sum + trace.durationMs, 0) * 10) / 10, unit: "ms" },
    ...(written === 0 ? [] : [{ name: "rows written", value: written }]),
    ...namedFact(
      "rewrote",
      traces.flatMap((trace) => trace.rewrites),
    ),
    ...namedFact(
      "read every row of",
      traces.flatMap((trace) => trace.scans),
    ),
  ];
  return {
    ...step,
    evidence: {
      ...weakest(
        traces.map((trace) => trace.evidence),
        first.evidence,
      ),
      facts,
    },
  };
}

function namedFact(name: string, objects: readonly string[]): readonly Fact[] {
  return objects.length === 0 ? [] : [{ name, value: [...new Set(objects)].join(", ") }];
}

function weakest(all: readonly Evidence[], first: Evidence): Evidence {
  return all.find((one) => one.level === "parsed") ?? all.find((one) => one.level === "planned") ?? first;
}

function foldText(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().replace(/;$/, "").trim();
}

function lastOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}
