import type { Engine } from "../engines/engine.ts";
import { LeadError } from "../model/error.ts";
import type { Plan } from "../model/plan.ts";
import type { Assignment, ChangeOrder, Worker, WorkOutcome } from "../ports/worker.ts";
import { splitStages } from "./migration-units.ts";

/** The built-in worker: the engine's planner makes the deliverable. A second round tries the other strategy; after that it has nothing better to offer. */
export function createEngineWorker(engineOf: (id: string) => Promise<Engine>): Worker {
  return {
    name: "engine",
    carryOut: async (assignment) => {
      const engine = await engineOf(assignment.engine);
      if (assignment.order.kind === "query") return answerQuery(assignment.order.query);
      return planChange(engine, assignment, assignment.order.change);
    },
  };
}

function answerQuery(query: string | null): WorkOutcome {
  if (query === null) return { kind: "unable", reason: "the requirement states no query, and the engine writes none from words" };
  return { kind: "handed-in", deliverable: { kind: "query", query, sources: [] } };
}

async function planChange(engine: Engine, assignment: Assignment, order: ChangeOrder): Promise<WorkOutcome> {
  const strategies = [order.strategy, order.strategy === "online" ? ("direct" as const) : ("online" as const)];
  const strategy = strategies[assignment.returns];
  if (strategy === undefined) return { kind: "unable", reason: "the engine's plans were returned with both strategies" };
  try {
    const plan = await engine.plan({ ...order, strategy });
    if (plan.steps.length === 0)
      return { kind: "unable", reason: "the plan is empty: the schema already is as asked for, or nothing of it is modelled" };
    const stages = splitStages({
      steps: plan.steps,
      format: order.format,
      name: assignment.task.slug,
      render: (statements, frame) => engine.renderScript(statements, frame),
      scripts: engine.capabilities.scripts,
    });
    return { kind: "handed-in", deliverable: { kind: "change", plan: withPrechecks(plan), stages, sources: [] } };
  } catch (cause) {
    if (cause instanceof LeadError && cause.code === "intent-unsupported") return { kind: "unable", reason: cause.message };
    throw cause;
  }
}

/** Checks that stand as steps of the plan are prechecks too: no file carries them. */
function withPrechecks(plan: Plan): Plan {
  const checks = plan.steps.flatMap((step) => (step.action.kind === "check" ? [step.action.check] : []));
  const known = new Set(plan.prechecks.map((check) => check.id));
  return { ...plan, prechecks: [...plan.prechecks, ...checks.filter((check) => !known.has(check.id))] };
}
