import type { Engine } from "../engines/engine.ts";
import { LeadError } from "../model/error.ts";
import { parsedEvidence } from "../model/evidence.ts";
import type { Action, Plan, Step } from "../model/plan.ts";
import type { Deliverable, DraftStage } from "../model/task.ts";
import { fingerprintSchema } from "../model/schema.ts";
import { findFormat } from "../project/formats.ts";
import type { Analysis } from "./analysis.ts";
import { keyOf, remember } from "./kept.ts";
import type { LeadContext } from "./context.ts";
import type { TaskOrder } from "./task-order.ts";

/** The plan that a deliverable stands for: the worker's, or for files by hand their own steps with what the engine knows of how values are carried. */
export async function planOf(
  context: LeadContext,
  engine: Engine,
  deliverable: Deliverable,
  order: TaskOrder,
  analysis: Analysis,
): Promise<Plan | null> {
  if (deliverable.kind === "query" || order.kind === "query") return null;
  if (deliverable.plan !== null) return deliverable.plan;
  const reference = order.to === null ? null : await planReference(context, engine, order, analysis);
  return {
    engine: engine.id,
    variant: analysis.variant,
    version: analysis.version,
    fromFingerprint: fingerprintSchema(order.from),
    toFingerprint: order.to === null ? "" : fingerprintSchema(order.to),
    steps: stepsOf(deliverable.stages),
    carries: reference?.carries ?? [],
    questions: [],
    unmodelled: reference?.unmodelled ?? [],
    prechecks: reference?.prechecks ?? [],
    evidence: parsedEvidence,
  };
}

async function planReference(
  context: LeadContext,
  engine: Engine,
  order: Extract<TaskOrder, { readonly kind: "change" }>,
  analysis: Analysis,
): Promise<Plan | null> {
  const request = {
    ...order,
    to: order.to ?? order.from,
    version: analysis.version,
    variant: analysis.variant,
    format: findFormat(analysis.format).capabilities,
    sizes: analysis.sizes,
  };
  try {
    return await remember(context, keyOf("reference", [engine.id, request]), () => engine.plan(request));
  } catch (cause) {
    if (cause instanceof LeadError && cause.code === "intent-unsupported") return null;
    throw cause;
  }
}

/** What somebody wrote by hand, as steps: so that an approval binds to it like to any plan. */
function stepsOf(stages: readonly DraftStage[]): readonly Step[] {
  const steps: Step[] = [];
  const add = (stage: DraftStage, kind: string, summary: string, action: Action, reverse: readonly Action[]): void => {
    const reversibility =
      reverse.length === 0 && action.kind !== "deploy-gate"
        ? { kind: "none" as const, until: "never", loses: "there is no way back" }
        : { kind: "exact" as const, until: "the next stage", loses: "" };
    steps.push({
      id: `${steps.length + 1}`,
      kind,
      phase: stage.phase,
      summary,
      action,
      reverse,
      reversibility,
      limits: {},
      hazards: [],
      evidence: parsedEvidence,
    });
  };
  for (const stage of stages) {
    if (stage.gate !== null) add(stage, "deploy-gate", `wait for ${stage.gate.application}`, { kind: "deploy-gate", ...stage.gate }, []);
    for (const migration of stage.migrations) {
      const reverse =
        migration.down.trim() === ""
          ? []
          : [{ kind: "statements" as const, statements: [migration.down], transaction: migration.transaction }];
      add(
        stage,
        "hand-in",
        migration.name,
        { kind: "statements", statements: [migration.up], transaction: migration.transaction },
        reverse,
      );
    }
    for (const job of stage.jobs) {
      const reverse =
        job.reverse === null ? [] : [{ kind: "statements" as const, statements: [job.reverse.text], transaction: "none" as const }];
      add(stage, "hand-in-job", job.name, { kind: "statements", statements: [job.script.text], transaction: "none" }, reverse);
    }
  }
  return steps;
}

/** Plans of several tasks as one, in the order in which their stages are merged. `whole` gives what only the whole change knows. */
export function mergePlans(plans: readonly { readonly task: string; readonly plan: Plan }[], whole: Plan): Plan {
  const steps = plans.flatMap(({ task, plan }) => plan.steps.map((step) => ({ ...step, id: `${task}/${step.id}` })));
  const prechecks = plans.flatMap(({ plan }) => plan.prechecks);
  return {
    ...whole,
    steps: (["expand", "migrate", "contract"] as const).flatMap((phase) => steps.filter((step) => step.phase === phase)),
    prechecks: [...new Map(prechecks.map((check) => [check.id, check])).values()],
    unmodelled: [...new Set([...whole.unmodelled, ...plans.flatMap(({ plan }) => plan.unmodelled)])],
  };
}
