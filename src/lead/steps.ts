import type { JournalEvent, Step } from "../model/event.ts";
import type { Requirement } from "../model/requirement.ts";
import type { RunState } from "../model/run-state.ts";
import { analyse, demandNames } from "./analyse.ts";
import type { Analysis } from "./analysis.ts";
import { type LeadContext, narrate } from "./context.ts";
import { decompose } from "./decompose.ts";
import { designTarget, escalateDesign, type TargetDesign } from "./design.ts";
import { demand } from "./kept.ts";
import { leftOut } from "./left-out.ts";
import { ownFiles } from "./own-files.ts";
import { tellAnalysis, tellDesign, tellTasks } from "./telling.ts";

export function finish(step: Step, task: string | null, outcome: string): JournalEvent {
  return { kind: "step-finished", step, task, outcome };
}

export async function analyseStep(
  context: LeadContext,
  requirement: Requirement,
  state: RunState,
  target: string,
): Promise<readonly JournalEvent[]> {
  const { key, analysis } = await narrate(
    context,
    "analyse",
    () => analyse(context, requirement, target, ownFiles(state)),
    (result) => tellAnalysis(result.analysis, context.configuration.targets[target]?.model),
  );
  demandNames(requirement, analysis);
  return [
    { kind: "analysed", target, key, summary: tellAnalysis(analysis, context.configuration.targets[target]?.model) },
    finish("analyse", null, `${target}:${key}`),
  ];
}

export async function designStep(
  context: LeadContext,
  requirement: Requirement,
  state: RunState,
  target: string,
): Promise<readonly JournalEvent[]> {
  const analysis = await demand<Analysis>(context, state.targets[target]?.analysis ?? null);
  const folder = `dblead/decisions/${requirement.front.id}/`;
  const { key, design } = await narrate(
    context,
    "design",
    () => designTarget(context, requirement, analysis, state.answers, leftOut(state)),
    (result) => tellDesign(result.design, folder),
  );
  const unasked = design.questions.filter(
    (question) => !state.questions.some((one) => one.id === question.id && one.factsHash === question.factsHash),
  );
  if (design.questions.length > 0) {
    return [
      ...unasked.map((question): JournalEvent => ({ kind: "question-asked", question })),
      { kind: "clarified", open: design.questions.length },
      finish("clarify", null, design.questions.map((question) => question.factsHash).join(",")),
    ];
  }
  const known = new Set(state.escalations.map((one) => one.id));
  const escalations = escalateDesign(context, design, state.answers).filter((escalation) => !known.has(escalation.id));
  return [
    ...escalations.map((escalation): JournalEvent => ({ kind: "escalated", escalation })),
    { kind: "design-made", target, key, summary: tellDesign(design, folder) },
    finish("design", null, `${target}:${key}`),
  ];
}

export async function decomposeStep(context: LeadContext, requirement: Requirement, state: RunState): Promise<readonly JournalEvent[]> {
  const targets = await Promise.all(
    Object.entries(state.targets).map(async ([name, target]) => ({
      name,
      state: target,
      analysis: await demand<Analysis>(context, target.analysis),
      design: await demand<TargetDesign>(context, target.design),
    })),
  );
  const date = context.clock.now().toISOString().slice(0, 10);
  const made = await narrate(
    context,
    "delegate",
    () => decompose(context, { requirement, answers: state.answers, targets, before: state.tasks, date }),
    (result) => tellTasks(result.tasks),
  );
  return [
    { kind: "tasks-made", ...made },
    finish("decompose", null, made.tasks.map((task) => `${task.id}:${made.orders[task.id] ?? ""}`).join(",")),
  ];
}
