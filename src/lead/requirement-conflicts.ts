import type { Intent } from "../model/intent.ts";
import type { Answer, Question } from "../model/question.ts";
import type { Requirement } from "../model/requirement.ts";
import type { RunState } from "../model/run-state.ts";
import { targetOf } from "./analyse.ts";
import type { Analysis } from "./analysis.ts";
import { ask } from "./clarify.ts";
import { type LeadContext, policyOf } from "./context.ts";
import { answerTo, effectiveIntents, fullObject } from "./effective-intents.ts";
import { findClash } from "./intent-conflicts.ts";
import { renameInIntent } from "./intent-names.ts";
import { leftOut } from "./left-out.ts";
import { findNext } from "./next.ts";
import { receiveRequirement } from "./receive.ts";
import { recordedRequests } from "./restore.ts";
import { foldEvents } from "./workflow.ts";

const kind = "conflicting-requirements";

/** A request that was handed in and is not done. */
interface OpenRequest {
  readonly requirement: Requirement;
  readonly answers: readonly Answer[];
  readonly leftOut: ReadonlySet<string>;
}

/**
 * What the other open requests and the migrations of the project want differently: asked of the project manager before anything is designed.
 * A matter in which the other one already waits for this request is not asked again from here.
 */
export async function findRequirementConflicts(
  context: LeadContext,
  requirement: Requirement,
  analysis: Analysis,
): Promise<readonly Question[]> {
  const others = await openRequests(context, requirement.front.id);
  return [...others.flatMap((other) => askAboutOther(requirement, analysis, other)), ...askAboutIds(analysis)];
}

/** Questions whose answer was to wait for the other request, while that one is not done. */
export function waitingFor(questions: readonly Question[], answers: readonly Answer[]): readonly Question[] {
  return questions.filter((question) => question.kind === kind && answerTo(answers, question.id) === "after");
}

async function openRequests(context: LeadContext, own: string): Promise<readonly OpenRequest[]> {
  const journals = await context.store.runs();
  const known = await Promise.all(
    journals
      .filter((id) => id !== own)
      .map(async (id): Promise<readonly OpenRequest[]> => {
        const state = foldEvents(await context.store.events(id));
        return state.requirement === null || isDone(state, context)
          ? []
          : [{ requirement: state.requirement, answers: state.answers, leftOut: leftOut(state) }];
      }),
  );
  const recorded = (await recordedRequests(context)).filter((one) => one.id !== own && !journals.includes(one.id));
  const elsewhere = await Promise.all(recorded.map((one) => readRecorded(context, one)));
  return [...known.flat(), ...elsewhere.flat()];
}

function isDone(state: RunState, context: LeadContext): boolean {
  const todo = findNext(state, policyOf(context));
  return todo.kind === "stop" && todo.because === "done";
}

/** A colleague's request: it has tasks, and a task or a stage of it is open. One that nobody ran yet is a draft. */
async function readRecorded(context: LeadContext, one: { readonly id: string; readonly path: string }): Promise<readonly OpenRequest[]> {
  const tasks = (await context.records.list(`dblead/tasks/${one.id}`)).filter((path) => path.endsWith(".md"));
  const texts = await Promise.all(tasks.map((path) => context.records.read(path)));
  const hasOpen = texts.some((text) => text !== null && !/^status:.*(?:Done|Archived)/m.test(text));
  const hasPending = (await context.records.list(`dblead/pending/${one.id}`)).length > 0;
  if (!hasOpen && !hasPending) return [];
  const text = await context.records.read(one.path);
  if (text === null) return [];
  const requirement = receiveRequirement(one.path, text, Object.keys(context.configuration.targets));
  return [{ requirement, answers: requirement.body.answers, leftOut: new Set() }];
}

function askAboutOther(requirement: Requirement, analysis: Analysis, other: OpenRequest): readonly Question[] {
  const { id, title } = other.requirement.front;
  const full = (intents: readonly Intent[], answers: readonly Answer[]): readonly Intent[] =>
    intents.map((intent) => renameInIntent(intent, (name) => fullObject(analysis.schema, analysis.target, name, answers)));
  const theirs = other.requirement.body.intents.filter(
    (intent) => targetOf(intent, other.requirement) === analysis.target && !other.leftOut.has(intent.id),
  );
  const wanted = effectiveIntents(theirs, analysis.schema, analysis.target, other.answers).map((intent) => ({
    ...intent,
    id: `${id}/${intent.id}`,
  }));
  const clashes = full(analysis.intents, requirement.body.answers).flatMap((own) =>
    full(wanted, other.answers).flatMap((their) => {
      const clash = findClash(own, their);
      return clash === null ? [] : [{ ...clash, own, their }];
    }),
  );
  const objects = [...new Set(clashes.map((clash) => clash.object))];
  return objects.flatMap((object) => {
    const here = clashes.filter((clash) => clash.object === object);
    const waits = other.answers.some((answer) => answer.question === `${kind}/${analysis.target}/${object}` && answer.choose === "after");
    if (waits) return [];
    return [
      ask(kind, analysis, object, {
        to: "project-manager",
        text: `${id} (${title}) is not done, and ${[...new Set(here.map((clash) => clash.why))].join("; ")}. Which comes first?`,
        options: [
          { value: "after", consequence: `this request waits until ${id} is done, and is then designed on what is there` },
          { value: "leave-out", consequence: `${[...new Set(here.map((clash) => clash.own.id))].join(", ")} of this request is left out` },
          { value: "proceed", consequence: `it is designed on what is there now; ${id} must be run again once this one is released` },
        ],
        proposal: "after",
        facts: here.map((clash) => [clash.own, clash.their]),
        intents: [...new Set(here.map((clash) => clash.own.id))],
      }),
    ];
  });
}

/** Two branches may each have taken the next free id of a migration. */
function askAboutIds(analysis: Analysis): readonly Question[] {
  const twice = [...new Set(analysis.baseIds.filter((id, index) => analysis.baseIds.indexOf(id) !== index))];
  return twice.map((id) => {
    const files = analysis.base.flatMap((script, index) => (analysis.baseIds[index] === id ? [script.file] : []));
    return ask(kind, analysis, id, {
      to: "project-manager",
      text: `${files.join(" and ")} have one id, ${id}: two requests took it side by side. Rename one of them and run again, or say that it is meant.`,
      options: [
        { value: "keep", consequence: "they run in the order of their names here; a runner that goes by ids refuses or skips one of them" },
      ],
      facts: files,
      intents: [],
    });
  });
}
