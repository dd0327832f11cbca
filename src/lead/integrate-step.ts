import { raise } from "../model/escalation.ts";
import type { JournalEvent } from "../model/event.ts";
import type { HazardKind } from "../model/hazard.ts";
import type { Plan } from "../model/plan.ts";
import type { Requirement } from "../model/requirement.ts";
import type { Review } from "../model/review.ts";
import type { RunState } from "../model/run-state.ts";
import type { Deliverable } from "../model/task.ts";
import { analyse } from "./analyse.ts";
import type { Analysis } from "./analysis.ts";
import { type LeadContext, narrate } from "./context.ts";
import { designTarget, type TargetDesign } from "./design.ts";
import { integrate, type IntegrateOutcome } from "./integrate.ts";
import { demand } from "./kept.ts";
import { ownFiles } from "./own-files.ts";
import { leftOut } from "./left-out.ts";
import { finish } from "./steps.ts";
import { tellIntegration } from "./telling.ts";
import type { TaskOrder } from "./task-order.ts";

/** Puts a target's accepted deliverables together. What stood in the project when it was analysed must still stand there; else it is analysed anew. */
export async function integrateStep(
  context: LeadContext,
  requirement: Requirement,
  state: RunState,
  target: string,
): Promise<readonly JournalEvent[]> {
  const kept = state.targets[target];
  const again = await analyse(context, requirement, target, ownFiles(state));
  if (again.key !== kept?.analysis) return [{ kind: "analysed", target, key: again.key, summary: "the project changed meanwhile" }];
  const analysis = await demand<Analysis>(context, kept.analysis);
  const design = await currentDesign(context, requirement, state, target, analysis);
  const tasks = state.tasks.filter(
    (one) => one.task.target === target && one.task.kind === "change" && one.status === "done" && one.hold === null,
  );
  const accepted = await Promise.all(
    tasks.map(async (one) => ({
      task: one.task.id,
      deliverable: await demand<Deliverable>(context, one.deliverable?.key ?? null),
      order: await demand<TaskOrder>(context, one.order),
    })),
  );
  const subfolder = Object.keys(state.targets).length > 1 ? `/${target}` : "";
  const outcome = await narrate(
    context,
    "integrate",
    () =>
      integrate(context, { requirement: requirement.front.id, target, subfolder, analysis, design, accepted, excluded: ownFiles(state) }),
    (made) => tell(context, made, analysis),
  );
  if (outcome.kind === "accepted") {
    const { rows, evidence } = await demand<Review>(context, outcome.integration.review);
    return [
      {
        kind: "integrated",
        target,
        key: outcome.key,
        hash: outcome.integration.hash,
        hazards: hazardsOf(outcome.integration.plan),
        proof: { level: evidence.level, unproven: rows.unproven.map(({ object }) => object) },
        stages: outcome.marks,
      },
      finish("integrate", null, `${target}:${outcome.key}`),
    ];
  }
  if (
    tasks.length > 1 &&
    kept.grouping === "by-change" &&
    accepted.every((one) => one.deliverable.kind === "change" && one.deliverable.plan !== null)
  ) {
    return [{ kind: "regrouped", target, reason: outcome.reasons.join("; ") }, finish("integrate", null, `${target}:regrouped`)];
  }
  const escalation = raise("architecture", `${target}/integration`, {
    text: `What was accepted task by task does not hold together for ${target}.`,
    evidence: outcome.reasons,
    proposal: "Change the requirement, or take intents out.",
  });
  return [{ kind: "escalated", escalation }, finish("integrate", null, `${target}:returned`)];
}

function hazardsOf(plan: Plan): readonly HazardKind[] {
  const hazards = plan.steps.flatMap((step) => step.hazards.filter((hazard) => hazard.level !== "note"));
  return [...new Set(hazards.map((hazard) => hazard.kind))].sort();
}

/** The design without what was archived or left out after it was made. */
async function currentDesign(
  context: LeadContext,
  requirement: Requirement,
  state: RunState,
  target: string,
  analysis: Analysis,
): Promise<TargetDesign> {
  const out = leftOut(state);
  if (out.size === 0) return demand<TargetDesign>(context, state.targets[target]?.design ?? null);
  return (await designTarget(context, requirement, analysis, state.answers, out)).design;
}

async function tell(context: LeadContext, outcome: IntegrateOutcome, analysis: Analysis): Promise<string> {
  if (outcome.kind === "returned") return `returned: ${outcome.reasons[0] ?? ""}`;
  const { stages, review } = outcome.integration;
  return tellIntegration(stages, await demand<Review>(context, review), analysis.queries.length);
}
