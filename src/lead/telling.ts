import { basename } from "node:path";
import type { Intent, IntentKind } from "../model/intent.ts";
import { parseName } from "../model/name.ts";
import type { Requirement } from "../model/requirement.ts";
import type { Review } from "../model/review.ts";
import type { RunState, TaskState } from "../model/run-state.ts";
import type { Stage } from "../model/migration.ts";
import type { Task } from "../model/task.ts";
import { count, listWords, printNumber } from "../model/wording.ts";
import type { Analysis } from "./analysis.ts";
import type { LeadContext } from "./context.ts";
import { decisionsOf } from "./decision-text.ts";
import type { TargetDesign } from "./design.ts";

/** `REQ-0001 Loyalty tiers · from backend-lead · shop (PostgreSQL 18)` */
export async function tellTitle(context: LeadContext, requirement: Requirement): Promise<string> {
  const { id, title, from, targets } = requirement.front;
  const named = await Promise.all(
    targets.map(async (name) => {
      const target = context.configuration.targets[name];
      return target === undefined ? name : `${name} (${(await context.engineOf(target.engine)).title} ${target.version})`;
    }),
  );
  return [`${id} ${title}`, `from ${from}`, ...named].join(" · ");
}

/** What an earlier run left done; empty when nothing was. */
export function tellFound(state: RunState): string {
  const steps = new Set(state.finished.map((one) => one.step));
  const own = state.tasks.filter((one) => one.task.kind !== "integration" && one.hold !== "archived");
  const done = own.filter((one) => one.status === "done").length;
  const parts = [
    ...(["analyse", "clarify", "design"] as const).filter((step) => steps.has(step)),
    ...(done === 0 ? [] : [`${done} of ${count(own.length, "task")}`]),
    ...(Object.values(state.targets).some((target) => target.integration !== null) ? ["integrate"] : []),
  ];
  return parts.length === 0 ? "" : `${listWords(parts)} done before; nothing of it is done twice`;
}

export function tellAnalysis(analysis: Analysis, model: string | undefined): string {
  const outlined = analysis.schema.objects.filter((object) => object.outline !== undefined);
  const kinds = [...new Set(outlined.map((object) => object.kind))].map((kind) => ({
    kind,
    amount: outlined.filter((object) => object.kind === kind).length,
  }));
  const objects = kinds.toSorted((a, b) => b.amount - a.amount).map(({ kind, amount }) => count(amount, kind.replaceAll("-", " ")));
  const fields = outlined.reduce((sum, object) => sum + (object.outline?.fields.length ?? 0), 0);
  const rows = Object.values(analysis.shadowRows).reduce((sum, amount) => sum + amount, 0);
  const parts = [
    [...objects, count(fields, "field")].join(", "),
    rows === 0 ? "" : `${printNumber(rows)} rows`,
    model === undefined
      ? ""
      : `${basename(model)} ${analysis.drift.length === 0 ? "agrees" : `differs in ${count(analysis.drift.length, "place")}`}`,
    tellMentions(analysis),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function tellMentions(analysis: Analysis): string {
  const places = new Set(analysis.mentions.map((mention) => `${mention.file}:${mention.line}`)).size;
  if (places === 0) return analysis.intents.length === 0 ? "" : "no code uses what changes";
  const labels = analysis.schema.objects.flatMap((object) => (object.outline === undefined ? [] : [object.outline.label]));
  const owners = new Set(
    analysis.mentions.map(
      ({ name }) => parseName(labels.find((label) => name === label || name.startsWith(`${label}.`)) ?? name).at(-1) ?? name,
    ),
  );
  const used = owners.size > 2 ? "what changes" : listWords([...owners]);
  return `${count(places, "place")} in the code ${places === 1 ? "uses" : "use"} ${used}`;
}

const wishes: Readonly<Record<IntentKind, readonly [one: string, many?: string]>> = {
  "add-object": ["new object"],
  "add-field": ["new field"],
  "rename-field": ["rename"],
  "rename-object": ["rename"],
  "split-field": ["split"],
  "merge-fields": ["merge"],
  "move-field": ["move"],
  "change-field": ["changed field"],
  "drop-field": ["drop"],
  "drop-object": ["drop"],
  "add-reference": ["reference"],
  "add-index": ["index", "indexes"],
  "add-rule": ["rule"],
  "seed-data": ["set of rows", "sets of rows"],
  query: ["query", "queries"],
  tune: ["tuning"],
  secure: ["change of rights", "changes of rights"],
  "adopt-schema": ["adopted schema"],
  other: ["wish in plain words", "wishes in plain words"],
};

export function tellDesign(design: TargetDesign, folder: string): string {
  const steps = design.plan?.steps.length ?? 0;
  const reasons = decisionsOf(design).length;
  const where = reasons === 0 || design.intents.length < 2 ? "" : ` in ${folder}`;
  return [listIntents(design.intents), steps === 0 ? "" : count(steps, "step"), reasons === 0 ? "" : `${count(reasons, "reason")}${where}`]
    .filter((part) => part !== "")
    .join(" · ");
}

function listIntents(intents: readonly Intent[]): string {
  if (intents.length === 0) return "nothing is left to be done";
  const words = intents.map((intent) => wishes[intent.kind]);
  const names = [...new Set(words.map(([one]) => one))];
  return names.map((name) => tellWish(words.filter(([one]) => one === name))).join(", ");
}

function tellWish(words: readonly (readonly [one: string, many?: string])[]): string {
  const [first] = words;
  return first === undefined ? "" : count(words.length, first[0], first[1]);
}

export function tellTasks(tasks: readonly Pick<Task, "specialist" | "dependsOn" | "kind">[]): string {
  const own = tasks.filter((task) => task.kind !== "integration");
  if (own.length === 0) return "no task: nothing is left to be done";
  const free = own.filter((task) => task.dependsOn.length === 0).length;
  const side = free < 2 ? "" : ` · ${free === own.length ? "all" : free} can run side by side`;
  return `${count(own.length, "task")} to ${listWords([...new Set(own.map((task) => task.specialist))])}${side}`;
}

/** Which of the request's own tasks this is: `{ number: 4, of: 9 }`. */
export function placeOf(state: RunState, task: TaskState): { readonly done: number; readonly of: number } {
  const own = state.tasks.filter((one) => one.task.kind !== "integration" && one.hold !== "archived");
  return { done: own.findIndex((one) => one.task.id === task.task.id) + 1, of: own.length };
}

/** What a review of one task came to; `next`: what follows when it was returned. */
export function tellReview(
  place: { readonly done: number; readonly of: number },
  title: string,
  review: Pick<Review, "rows"> | null,
  why: string | null,
): string {
  const head = `${place.of === 1 ? "" : `task ${place.done}/${place.of} `}${title}`;
  if (why !== null) return `${head} · returned: ${why}`;
  return [head, "accepted", tellRows(review?.rows ?? null)].filter((part) => part !== "").join(" · ");
}

function tellRows(rows: Review["rows"] | null): string {
  const total = (rows?.objects ?? []).reduce((sum, object) => sum + object.rowsAfter, 0);
  return total === 0 ? "" : `${printNumber(total)} rows ${rows?.kind === "kept" ? "equal" : "compared"}`;
}

/** What the whole came to: statements, the ways that were gone, rows, queries of the application. */
export function tellIntegration(stages: readonly Stage[], review: Review, queries: number): string {
  const phases = [...new Set(stages.map((stage) => stage.phase))];
  const broken = review.brokenQueries.filter((query) => query.after !== "contract").length;
  const ran = queries - broken;
  return [
    `${count(review.statements.length, "statement")} in ${count(phases.length, "phase")}`,
    "up, down, up",
    tellRows(review.rows),
    queries === 0 ? "" : `${count(ran, "query", "queries")} still ${ran === 1 ? "runs" : "run"}${broken === 0 ? "" : `, ${broken} broken`}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
