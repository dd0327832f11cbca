import { raise } from "../model/escalation.ts";
import type { JournalEvent, Step } from "../model/event.ts";
import type { Answer } from "../model/question.ts";
import type { Requirement } from "../model/requirement.ts";
import type { RunState } from "../model/run-state.ts";
import { analyse, demandNames } from "./analyse.ts";
import type { Analysis } from "./analysis.ts";
import { clarifiedKinds, findQuestions, openQuestions, refuseAnswer } from "./clarify.ts";
import { type LeadContext, narrate } from "./context.ts";
import { decompose } from "./decompose.ts";
import { designTarget, escalateDesign, escalateIntents, type TargetDesign } from "./design.ts";
import { demand } from "./kept.ts";
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

/** Asks what must be known, takes the requirement's own answers, and tells upward what nobody here can carry out. */
export async function clarifyStep(context: LeadContext, requirement: Requirement, state: RunState): Promise<readonly JournalEvent[]> {
  context.listener({ kind: "step-started", step: "clarify" });
  const events: JournalEvent[] = [];
  let answers: readonly Answer[] = state.answers;
  // An answer may lead to another question (which object is meant, then what its rows get): asked until nothing new comes.
  const asked = new Map(
    state.questions.filter((question) => !clarifiedKinds.includes(question.kind)).map((question) => [question.id, question]),
  );
  for (let round = 0; round < 5; round += 1) {
    const found = (
      await Promise.all(
        targetsOf(state).map(async (target) => {
          const analysis = await demand<Analysis>(context, state.targets[target]?.analysis ?? null);
          return findQuestions(requirement, analysis, await context.engineOf(analysis.engine), answers);
        }),
      )
    ).flat();
    for (const question of found) asked.set(question.id, question);
    const given = found.flatMap((question) => answerFromRequirement(question, requirement, answers));
    if (given.length === 0) {
      for (const [id, question] of asked)
        if (clarifiedKinds.includes(question.kind) && !found.some((one) => one.id === id)) asked.delete(id);
      break;
    }
    answers = [...answers.filter((answer) => !given.some((one) => one.question === answer.question)), ...given];
    events.push(...given.map((answer): JournalEvent => ({ kind: "question-answered", answer, origin: "requirement" })));
  }
  const questions = [...asked.values()];
  const known = new Map(state.questions.map((question) => [question.id, question.factsHash]));
  const fresh = questions.filter((question) => known.get(question.id) !== question.factsHash);
  const gone = state.questions.filter((question) => !asked.has(question.id));
  const open = openQuestions(questions, answers);
  const escalations = await escalateForTargets(context, state);
  const text =
    questions.length === 0
      ? "no question"
      : `${questions.length} question${questions.length === 1 ? "" : "s"}, ${open.length === 0 ? "all answered" : `${open.length} open`}`;
  context.listener({ kind: "step-done", step: "clarify", text, durationMs: 0 });
  return [
    ...fresh.map((question): JournalEvent => ({ kind: "question-asked", question })),
    ...gone.map((question): JournalEvent => ({ kind: "question-withdrawn", question: question.id })),
    ...events,
    ...escalations,
    ...escalateWishes(context, requirement, state),
    { kind: "clarified", open: open.length },
    finish("clarify", null, `${questions.map((question) => question.factsHash).join(",")}:${open.length}`),
  ];
}

function targetsOf(state: RunState): readonly string[] {
  return Object.keys(state.targets);
}

/** The requirement's answer holds for the facts of the first run: once it was used, changed facts ask anew. */
function answerFromRequirement(
  question: RunState["questions"][number],
  requirement: Requirement,
  answers: readonly Answer[],
): readonly Answer[] {
  if (answers.some((answer) => answer.question === question.id)) return [];
  const given = requirement.body.answers.find((answer) => answer.question === question.id);
  if (given === undefined || refuseAnswer(question, given.choose) !== null) return [];
  return [{ ...given, factsHash: question.factsHash }];
}

async function escalateForTargets(context: LeadContext, state: RunState): Promise<readonly JournalEvent[]> {
  const known = new Set(state.escalations.map((one) => one.id));
  const all = await Promise.all(
    targetsOf(state).map(async (target) => {
      const analysis = await demand<Analysis>(context, state.targets[target]?.analysis ?? null);
      return escalateIntents(context, await context.engineOf(analysis.engine), analysis);
    }),
  );
  return all
    .flat()
    .filter((escalation) => !known.has(escalation.id))
    .map((escalation): JournalEvent => ({ kind: "escalated", escalation }));
}

/** What others should know before anything is designed; the work goes on. */
function escalateWishes(context: LeadContext, requirement: Requirement, state: RunState): readonly JournalEvent[] {
  const { due } = requirement.front;
  const wishes = requirement.body["non-functional"];
  const today = context.clock.now().toISOString().slice(0, 10);
  const personal = wishes["personal-data"] ?? [];
  const all = [
    due !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(due) && due < today
      ? raise("schedule", "requirement/due", {
          text: `The requirement was due on ${due}.`,
          evidence: [`today is ${today}`],
          proposal: "Set another date, or take the requirement out.",
          effect: "informs",
        })
      : null,
    personal.length > 0
      ? raise("security", "requirement/personal-data", {
          text: `Personal data is affected: ${personal.join(", ")}.`,
          evidence: ["non-functional.personal-data of the requirement"],
          proposal: "Say who may read it and how long it is kept, if that changes.",
          effect: "informs",
        })
      : null,
    wishes["backup-and-restore"] !== undefined
      ? raise("infrastructure", "requirement/backup", {
          text: `The requirement relies on backup and restore: ${wishes["backup-and-restore"]}`,
          evidence: ["non-functional.backup-and-restore of the requirement"],
          proposal: "Confirm that such a backup exists and that its restore was tried.",
          effect: "informs",
        })
      : null,
  ];
  return all.flatMap((escalation): readonly JournalEvent[] =>
    escalation === null || state.escalations.some((one) => one.id === escalation.id) ? [] : [{ kind: "escalated", escalation }],
  );
}

/** Intents that somebody decided to leave out: by an answered escalation, or by archiving their task. */
export function leftOut(state: RunState): ReadonlySet<string> {
  const decided = state.escalations.filter((one) => one.resolution?.choose === "leave-out").map((one) => one.id.split("/").at(-1) ?? "");
  const live = new Set(state.tasks.filter((one) => one.hold !== "archived").flatMap((one) => one.task.intents));
  const archived = state.tasks.filter((one) => one.hold === "archived").flatMap((one) => one.task.intents.filter((id) => !live.has(id)));
  return new Set([...decided, ...archived]);
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
