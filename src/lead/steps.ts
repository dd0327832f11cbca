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
    (result) => tellAnalysis(result.analysis),
  );
  demandNames(requirement, analysis);
  return [{ kind: "analysed", target, key, summary: tellAnalysis(analysis) }, finish("analyse", null, `${target}:${key}`)];
}

function tellAnalysis(analysis: Analysis): string {
  const outlines = analysis.schema.objects.flatMap((object) => (object.outline === undefined ? [] : [object.outline]));
  const fields = outlines.reduce((sum, outline) => sum + outline.fields.length, 0);
  const drift = analysis.drift.length === 0 ? "" : ` · ORM model disagrees in ${analysis.drift.length} places`;
  const places = new Set(analysis.mentions.map((mention) => `${mention.file}:${mention.line}`)).size;
  return `${outlines.length} objects, ${fields} fields${drift} · ${places} places in the code use what changes`;
}

export async function designStep(
  context: LeadContext,
  requirement: Requirement,
  state: RunState,
  target: string,
): Promise<readonly JournalEvent[]> {
  const analysis = await demand<Analysis>(context, state.targets[target]?.analysis ?? null);
  const { key, design } = await narrate(
    context,
    "design",
    () => designTarget(context, requirement, analysis, state.answers, leftOut(state)),
    (result) => tellDesign(result.design),
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
    { kind: "design-made", target, key, summary: tellDesign(design) },
    finish("design", null, `${target}:${key}`),
  ];
}

function tellDesign(design: TargetDesign): string {
  const steps = design.plan?.steps.length ?? 0;
  const reasons = design.design?.decisions.length ?? 0;
  return `${design.intents.length} wishes · ${steps} steps · ${reasons} reasons`;
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

function tellTasks(
  tasks: readonly { readonly specialist: string; readonly dependsOn: readonly string[]; readonly kind: string }[],
): string {
  const own = tasks.filter((task) => task.kind !== "integration");
  const free = own.filter((task) => task.dependsOn.length === 0).length;
  const specialists = [...new Set(own.map((task) => task.specialist))].join(", ");
  return `${own.length} task${own.length === 1 ? "" : "s"} to ${specialists}${free > 1 ? ` · ${free} can run side by side` : ""}`;
}
