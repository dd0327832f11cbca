import type { Engine } from "../engines/engine.ts";
import type { Intent } from "../model/intent.ts";
import { parseName } from "../model/name.ts";
import type { Answer } from "../model/question.ts";
import type { Requirement } from "../model/requirement.ts";
import type { TargetState, TaskState } from "../model/run-state.ts";
import type { Task } from "../model/task.ts";
import type { Analysis } from "./analysis.ts";
import type { LeadContext } from "./context.ts";
import { decisionsOf } from "./decision-text.ts";
import type { TargetDesign } from "./design.ts";
import { type Group, groupIntents } from "./grouping.ts";
import { namesOf } from "./intent-names.ts";
import { planCriteria } from "./index-queries.ts";
import { mapSideBySide } from "./side-by-side.ts";
import { demand, keyOf, remember, toJson } from "./kept.ts";
import { allowedHazards, designOn, isStructural, openFor, strategyFor } from "./target-design.ts";
import type { TaskOrder } from "./task-order.ts";
import { indexesByIntent, namesOfTuned, tuneCriteria } from "./tune.ts";
import { contextOf, criteriaOf, slugOf, titleOf } from "./task-text.ts";

export interface DecomposeInput {
  readonly requirement: Requirement;
  readonly answers: readonly Answer[];
  readonly targets: readonly {
    readonly name: string;
    readonly state: TargetState;
    readonly analysis: Analysis;
    readonly design: TargetDesign;
  }[];
  /** Tasks of an earlier round: numbers go on after them, unchanged ones keep theirs. */
  readonly before: readonly TaskState[];
  readonly date: string;
}
export interface Decomposition {
  readonly tasks: readonly Task[];
  readonly orders: Readonly<Record<string, string>>;
}

/** Splits the designs into tasks, each with what its worker needs. An integration task comes last where there is more than one. */
export async function decompose(context: LeadContext, input: DecomposeInput): Promise<Decomposition> {
  const tasks: Task[] = [];
  const orders: Record<string, string> = {};
  const numbers = numberFrom(input);
  for (const target of input.targets) {
    const engine = await context.engineOf(target.analysis.engine);
    const indexes = indexesByIntent(target.design.tuned);
    const structural = target.design.intents.filter((intent) => isStructural(engine, intent, indexes));
    const others = target.design.intents.filter((intent) => !isStructural(engine, intent, indexes));
    const groups = groupIntents(structural, target.design.plan, target.state.grouping, (intent) => namesOfTuned(intent, indexes));
    const ids: string[] = [];
    const drafts = await mapSideBySide(groups, 2, (group) => makeChange(context, { ...input, engine, target, groups, group }));
    for (const [index, group] of groups.entries()) {
      const made = drafts[index];
      if (made === undefined) continue;
      const task = numberTask(
        made.task,
        numbers,
        group.dependsOn.map((index) => ids[index] ?? ""),
      );
      ids.push(task.id);
      tasks.push(task);
      orders[task.id] = made.key;
    }
    const drafted = [];
    for (const intent of others.filter((one) => one.kind !== "tune" || !isTuned(target.design, one)))
      drafted.push({ intent, made: await makeOther(context, { ...input, engine, target }, intent) });
    for (const intent of target.design.intents)
      for (const made of await makeTuned(context, { ...input, engine, target }, intent)) drafted.push({ intent, made });
    for (const { intent, made } of drafted) {
      const depends = tasks
        .filter((task) => task.target === target.name && task.kind === "change" && isNamedIn(intent, task, target.design))
        .map((task) => task.id);
      const task = numberTask(made.task, numbers, made.task.kind === "query" ? depends : []);
      tasks.push(task);
      orders[task.id] = made.key;
    }
  }
  if (tasks.length > 1)
    tasks.push(
      numberTask(
        integrationTask(input, tasks),
        numbers,
        tasks.map((task) => task.id),
      ),
    );
  return { tasks, orders };
}

interface Numbers {
  readonly known: ReadonlyMap<string, TaskState>;
  next: number;
}

function numberFrom(input: DecomposeInput): Numbers {
  const standing = input.before.filter((one) => one.hold !== "archived");
  const known = new Map(standing.map((one) => [`${one.task.target}/${one.task.slug}`, one]));
  return { known, next: input.before.reduce((last, one) => Math.max(last, one.task.number), 0) + 1 };
}

function numberTask(draft: Omit<Task, "id" | "number" | "dependsOn">, numbers: Numbers, dependsOn: readonly string[]): Task {
  const old = numbers.known.get(`${draft.target}/${draft.slug}`);
  const number = old?.task.number ?? numbers.next;
  if (old === undefined) numbers.next += 1;
  const created = old?.task.createdDate ?? draft.createdDate;
  return { ...draft, createdDate: created, id: `${draft.requirement}-${String(number).padStart(3, "0")}`, number, dependsOn };
}

interface ChangeInput extends DecomposeInput {
  readonly engine: Engine;
  readonly target: DecomposeInput["targets"][number];
  readonly groups: readonly Group[];
  readonly group: Group;
}

async function makeChange(
  context: LeadContext,
  input: ChangeInput,
): Promise<{ readonly task: Omit<Task, "id" | "number" | "dependsOn">; readonly key: string }> {
  const { target, group, engine } = input;
  const patterns = input.requirement.body["access-patterns"].filter((pattern) => pattern.target === target.name);
  const label = `${input.requirement.front.id.toLowerCase().replaceAll("-", "_")}${input.groups.length > 1 ? `_${group.intents[0]?.id.toLowerCase() ?? ""}` : ""}`;
  const facts = keyOf("order-facts", {
    base: target.state.analysis,
    design: target.state.design,
    intents: group.intents.map((intent) => intent.id),
    after: earlier(input).map((intent) => intent.id),
    label,
  });
  const { key } = await remember(context, facts, async () => ({ key: await keepOrder(context, await makeOrder(context, input, label)) }));
  const order = await demand<TaskOrder>(context, key);
  const to = order.kind === "change" ? order.to : null;
  const decisions = decisionsOf(target.design);
  return {
    key,
    task: {
      ...commonOf(input, engine, group.intents),
      title: group.intents.map(titleOf).join("; "),
      kind: "change",
      description: group.intents.map((intent) => `${intent.id} (${intent.kind}): ${titleOf(intent)}.`).join("\n"),
      criteria: [
        ...tuneCriteria(target.design.tuned, group.intents),
        ...(await planCriteria(engine, group.intents, { schema: to, patterns, queries: target.analysis.queries })),
        ...criteriaOf(group.intents, to, patterns),
      ],
      context: contextOf(group.intents, target.analysis, input.answers, decisions),
    },
  };
}

/** Queries in another form, and one that nothing made cheaper: it stays as it is, and that is looked at. */
async function makeTuned(
  context: LeadContext,
  input: DecomposeInput & Pick<ChangeInput, "target" | "engine">,
  intent: Intent,
): Promise<readonly { readonly task: Omit<Task, "id" | "number" | "dependsOn">; readonly key: string }[]> {
  if (intent.kind !== "tune") return [];
  const { analysis, design } = input.target;
  const own = design.tuned.filter((one) => one.intent === intent.id && one.kind === "tuned");
  const rewritten = own.filter((one) => one.kind === "tuned" && one.tuning.rewritten !== null);
  const asTheyAre = own.some((one) => one.kind === "tuned" && one.tuning.indexes.length > 0) || rewritten.length > 0 ? [] : own.slice(0, 1);
  const common = commonOf(input, input.engine, [intent]);
  const made = [...rewritten, ...asTheyAre].map(async (one, index) => {
    if (one.kind === "fails") return [];
    const { tuning, source } = one;
    const query = tuning.rewritten?.query ?? tuning.query;
    const atMostPercent = tuning.rewritten === null ? 100 : tuning.atMostPercent;
    const order: TaskOrder = { kind: "query", query, text: intent.body.text, examples: [], instead: { of: tuning.query, atMostPercent } };
    const what = tuning.rewritten === null ? "Keep the query as it is" : "Ask in another form";
    const cost = `The query answers the same rows as that of ${source} and costs at most ${atMostPercent} % of it`;
    const task = {
      ...common,
      slug: `${common.slug}_query${index === 0 ? "" : `_${index + 1}`}`,
      title: `${what}: ${titleOf(intent)}`,
      description: `${intent.id} (tune): ${titleOf(intent)}.`,
      context: contextOf([intent], analysis, input.answers, decisionsOf(design)),
      kind: "query" as const,
      criteria: [{ text: cost, check: { kind: "query-improves" as const, query: tuning.query, notWhole: [], atMostPercent } }],
    };
    return [{ task, key: await keepOrder(context, order) }];
  });
  return (await Promise.all(made)).flat();
}

function isTuned(design: TargetDesign, intent: Intent): boolean {
  return design.tuned.some((one) => one.intent === intent.id && one.kind === "tuned");
}

/** Keeps an order under its content: facts that change while somebody has the task, and leave its order as it is, take nothing from them. */
async function keepOrder(context: LeadContext, order: TaskOrder): Promise<string> {
  const key = keyOf("order", order);
  await context.store.keep(key, toJson(order));
  return key;
}

/** Intents of every group that this one depends on, directly or through others, in order. */
function earlier(input: ChangeInput): readonly Intent[] {
  const needed = new Set<number>();
  const visit = (index: number): void => {
    if (needed.has(index)) return;
    needed.add(index);
    for (const need of input.groups[index]?.dependsOn ?? []) visit(need);
  };
  for (const index of input.group.dependsOn) visit(index);
  return input.groups.flatMap((group, index) => (needed.has(index) ? group.intents : []));
}

async function makeOrder(context: LeadContext, input: ChangeInput, label: string): Promise<TaskOrder> {
  const { target, group, engine } = input;
  const common = {
    kind: "change" as const,
    strategy: strategyFor(context, group.intents, target.name, input.answers),
    allow: allowedHazards(context, group.intents, target.name, input.answers),
    label,
  };
  const whole = target.design.design;
  if (input.groups.length === 1 && whole !== null) {
    return {
      ...common,
      from: target.analysis.schema,
      to: target.design.desired,
      rules: whole.rules,
      renames: whole.renames,
      origins: whole.origins,
    };
  }
  const patterns = input.requirement.body["access-patterns"].filter((pattern) => pattern.target === target.name);
  const designInput = { engine, analysis: target.analysis, answers: input.answers, patterns, tuned: indexesByIntent(target.design.tuned) };
  await using shadow = await openFor(context, engine, target.analysis, group.intents);
  const before = earlier(input);
  const from =
    before.length === 0
      ? target.analysis.schema
      : (await designOn(shadow, target.analysis.schema, { ...designInput, intents: before })).desired;
  const { design, desired } = await designOn(shadow, from, { ...designInput, intents: group.intents });
  return { ...common, from, to: desired, rules: design.rules, renames: design.renames, origins: design.origins };
}

function commonOf(input: DecomposeInput & Pick<ChangeInput, "target">, engine: Engine, intents: readonly Intent[]) {
  const { front } = input.requirement;
  return {
    requirement: front.id,
    slug: slugOf(intents),
    type: front.kind,
    priority: front.priority,
    specialist: engine.specialist,
    reporter: front.from,
    target: input.target.name,
    engine: engine.id,
    engineVersion: input.target.analysis.version,
    intents: intents.map((intent) => intent.id),
    words: [...new Set(intents.map((intent) => intent.kind))],
    createdDate: input.date,
  };
}

/** A query, or a wish in plain words that goes to a person. */
async function makeOther(
  context: LeadContext,
  input: DecomposeInput & Pick<ChangeInput, "target" | "engine">,
  intent: Intent,
): Promise<{ readonly task: Omit<Task, "id" | "number" | "dependsOn">; readonly key: string }> {
  const { analysis } = input.target;
  const common = commonOf(input, input.engine, [intent]);
  const text = {
    title: titleOf(intent),
    description: `${intent.id} (${intent.kind}): ${titleOf(intent)}`,
    context: contextOf([intent], analysis, input.answers, []),
  };
  if (intent.kind === "query") {
    const { query, examples } = intent.body;
    const order: TaskOrder = {
      kind: "query",
      query: query ?? null,
      text: intent.body.text,
      examples: (examples ?? []) as Extract<TaskOrder, { kind: "query" }>["examples"],
    };
    const key = await keepOrder(context, order);
    const runs = {
      text: "The query runs on the schema after the change and only reads",
      check: { kind: "query-returns" as const, query: query ?? null, examples: order.examples },
    };
    return { key, task: { ...common, ...text, kind: "query", criteria: [runs] } };
  }
  const order: TaskOrder = {
    kind: "change",
    from: analysis.schema,
    to: null,
    rules: [],
    renames: {},
    origins: {},
    strategy: "online",
    allow: context.configuration.policy.allow,
    label: common.requirement.toLowerCase().replaceAll("-", "_"),
  };
  return { key: await keepOrder(context, order), task: { ...common, ...text, kind: "change", criteria: criteriaOf([intent], null, []) } };
}

/** Whether a query's text names something that a task makes or takes away. */
function isNamedIn(intent: Intent, task: Task, design: TargetDesign): boolean {
  if (intent.kind !== "query" && intent.kind !== "tune") return false;
  const words = new Set(`${intent.body.query ?? ""} ${intent.body.text}`.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
  const own = design.intents.filter((one) => task.intents.includes(one.id));
  const names = own.flatMap(namesOf).filter((use) => use.expects === "new" || use.kind === "field");
  return names.some((use) => words.has((parseName(use.name).at(-1) ?? "").toLowerCase()));
}

function integrationTask(input: DecomposeInput, tasks: readonly Task[]): Omit<Task, "id" | "number" | "dependsOn"> {
  const { front } = input.requirement;
  const [first] = tasks;
  return {
    requirement: front.id,
    slug: "integration",
    title: `Integrate ${front.title}`,
    kind: "integration",
    type: "epic",
    priority: front.priority,
    specialist: "database-lead",
    reporter: front.from,
    target: first?.target ?? "",
    engine: first?.engine ?? "",
    engineVersion: first?.engineVersion ?? "",
    intents: [],
    words: [],
    description: "Everything of the requirement together, in order, from the base: up, down, up.",
    criteria: [
      { text: "All migrations of the requirement run in order from the base and give the designed schema", check: { kind: "rows-kept" } },
      { text: "The way back of all of them restores the base", check: { kind: "way-back" } },
    ],
    context: [`Tasks: ${tasks.map((task) => task.id).join(", ")}`],
    createdDate: input.date,
  };
}
