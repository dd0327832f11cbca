import { raise } from "../model/escalation.ts";
import type { JournalEvent } from "../model/event.ts";
import type { Answer, Question } from "../model/question.ts";
import type { Requirement } from "../model/requirement.ts";
import type { RunState } from "../model/run-state.ts";
import type { Analysis } from "./analysis.ts";
import { clarifiedKinds, findQuestions, openQuestions, refuseAnswer } from "./clarify.ts";
import type { LeadContext } from "./context.ts";
import { escalateIntents } from "./design.ts";
import { demand } from "./kept.ts";
import { leftOut } from "./left-out.ts";
import { findRequirementConflicts, waitingFor } from "./requirement-conflicts.ts";
import { finish } from "./steps.ts";
import { count } from "../model/wording.ts";

/** Asks what must be known, takes the requirement's own answers, and tells upward what nobody here can carry out. */
export async function clarifyStep(context: LeadContext, requirement: Requirement, state: RunState): Promise<readonly JournalEvent[]> {
  context.listener({ kind: "step-started", step: "clarify" });
  const { questions, answers, given } = await askAll(context, requirement, state);
  const known = new Map(state.questions.map((question) => [question.id, question.factsHash]));
  const fresh = questions.filter((question) => known.get(question.id) !== question.factsHash);
  const gone = state.questions.filter((question) => !questions.some((one) => one.id === question.id));
  const open = openQuestions(questions, answers);
  const waiting = waitingFor(questions, answers);
  const escalations = await escalateForTargets(context, requirement, state);
  context.listener({ kind: "step-done", step: "clarify", text: tell(questions, open, given), durationMs: 0 });
  return [
    ...fresh.map((question): JournalEvent => ({ kind: "question-asked", question })),
    ...gone.map((question): JournalEvent => ({ kind: "question-withdrawn", question: question.id })),
    ...given.map((answer): JournalEvent => ({ kind: "question-answered", answer, origin: "requirement" })),
    ...escalations,
    ...escalateWishes(context, requirement, state),
    { kind: "clarified", open: open.length + waiting.length },
    finish("clarify", null, `${questions.map((question) => question.factsHash).join(",")}:${open.length + waiting.length}`),
  ];
}

function tell(questions: readonly Question[], open: readonly Question[], given: readonly Answer[]): string {
  if (questions.length === 0) return "nothing had to be asked";
  const where = given.length === questions.length ? " in the requirement" : "";
  return `${count(questions.length, "question")}, ${open.length === 0 ? `all answered${where}` : `${open.length} open`}`;
}

interface Asked {
  readonly questions: readonly Question[];
  /** Those that stand, and those that the requirement itself gives. */
  readonly answers: readonly Answer[];
  readonly given: readonly Answer[];
}

/** An answer may lead to another question (which object is meant, then what its rows get): asked until nothing new comes. */
async function askAll(context: LeadContext, requirement: Requirement, state: RunState): Promise<Asked> {
  const analyses = await analysesOf(context, state);
  const conflicts = (await Promise.all(analyses.map((analysis) => findRequirementConflicts(context, requirement, analysis)))).flat();
  const asked = new Map(
    state.questions.filter((question) => !clarifiedKinds.includes(question.kind)).map((question) => [question.id, question]),
  );
  const all: Answer[] = [];
  let answers: readonly Answer[] = state.answers;
  for (let round = 0; round < 5; round += 1) {
    const out = leftOut({ ...state, questions: conflicts, answers: answers.map((answer) => ({ ...answer, origin: "record" as const })) });
    const found = [...conflicts, ...(await findAll(context, requirement, analyses, answers, out))];
    for (const question of found) asked.set(question.id, question);
    const given = found.flatMap((question) => answerFromRequirement(question, requirement, answers));
    if (given.length === 0) {
      for (const [id, question] of asked)
        if (clarifiedKinds.includes(question.kind) && !found.some((one) => one.id === id)) asked.delete(id);
      break;
    }
    answers = [...answers.filter((answer) => !given.some((one) => one.question === answer.question)), ...given];
    all.push(...given);
  }
  return { questions: [...asked.values()], answers, given: all };
}

async function analysesOf(context: LeadContext, state: RunState): Promise<readonly Analysis[]> {
  return Promise.all(Object.values(state.targets).map((target) => demand<Analysis>(context, target.analysis)));
}

async function findAll(
  context: LeadContext,
  requirement: Requirement,
  analyses: readonly Analysis[],
  answers: readonly Answer[],
  out: ReadonlySet<string>,
): Promise<readonly Question[]> {
  const found = analyses.map(async (analysis) => {
    const wanted = { ...analysis, intents: analysis.intents.filter((intent) => !out.has(intent.id)) };
    return findQuestions(requirement, wanted, await context.engineOf(analysis.engine), answers);
  });
  return (await Promise.all(found)).flat();
}

/** What another request stood in the way of and does no more: its question is taken back, and the design may begin. */
export async function findReleased(context: LeadContext, state: RunState): Promise<readonly JournalEvent[]> {
  const { requirement } = state;
  const waiting = waitingFor(state.questions, state.answers);
  if (requirement === null || waiting.length === 0 || Object.values(state.targets).some((target) => target.analysis === null)) return [];
  const conflicts = await Promise.all(
    (await analysesOf(context, state)).map((analysis) => findRequirementConflicts(context, requirement, analysis)),
  );
  const standing = new Set(conflicts.flat().map((question) => question.id));
  return waiting
    .filter((question) => !standing.has(question.id))
    .map((question): JournalEvent => ({ kind: "question-withdrawn", question: question.id }));
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

async function escalateForTargets(context: LeadContext, requirement: Requirement, state: RunState): Promise<readonly JournalEvent[]> {
  const known = new Set(state.escalations.map((one) => one.id));
  const all = await Promise.all(
    (await analysesOf(context, state)).map(async (analysis) =>
      escalateIntents(context, await context.engineOf(analysis.engine), analysis, requirement.body["access-patterns"]),
    ),
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
