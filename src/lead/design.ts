import type { Design, Engine } from "../engines/engine.ts";
import { type Escalation, raise } from "../model/escalation.ts";
import type { HazardKind } from "../model/hazard.ts";
import type { Intent } from "../model/intent.ts";
import { hashPlan, type Plan, type Step } from "../model/plan.ts";
import type { Answer, Question } from "../model/question.ts";
import type { AccessPattern, Requirement } from "../model/requirement.ts";
import { fingerprintSchema, type Schema } from "../model/schema.ts";
import { findFormat } from "../project/formats.ts";
import type { Analysis } from "./analysis.ts";
import { ask, openQuestions } from "./clarify.ts";
import type { LeadContext } from "./context.ts";
import { answerTo, effectiveIntents, questionId } from "./effective-intents.ts";
import { askInverses } from "./inverse-questions.ts";
import { keyOf, remember } from "./kept.ts";
import { indexesByIntent, queriesToTune, tuneAll, type TunedQuery } from "./tune.ts";
import { allowedHazards, designOn, isStructural, openFor, strategyFor } from "./target-design.ts";

/** What is to be, for one target, with the reasons. */
export interface TargetDesign {
  readonly target: string;
  /** Every intent that is carried out, structural or not. */
  readonly intents: readonly Intent[];
  readonly desired: Schema;
  readonly design: Design | null;
  /** The whole change as one plan: what the tasks' plans together must amount to. Null when nothing structural is asked. */
  readonly plan: Plan | null;
  readonly planHash: string | null;
  /** Access patterns whose query does not run on the desired schema. */
  readonly failingPatterns: readonly { readonly id: string; readonly text: string; readonly error: string }[];
  /** What came of the queries of `tune` intents. */
  readonly tuned: readonly TunedQuery[];
  readonly questions: readonly Question[];
}

/** Designs one target. Memoised by base, intents and answers. */
export async function designTarget(
  context: LeadContext,
  requirement: Requirement,
  analysis: Analysis,
  answers: readonly Answer[],
  leftOut: ReadonlySet<string>,
): Promise<{ readonly key: string; readonly design: TargetDesign }> {
  const engine = await context.engineOf(analysis.engine);
  const intents = effectiveIntents(analysis.intents, analysis.schema, analysis.target, answers).filter((intent) => !leftOut.has(intent.id));
  const relevant = answers.filter((answer) => answer.question.split("/")[1] === analysis.target);
  const patterns = requirement.body["access-patterns"].filter((pattern) => pattern.target === analysis.target);
  const { policy } = context.configuration;
  const key = keyOf("design", {
    base: analysis.base,
    seed: analysis.seed,
    schema: fingerprintSchema(analysis.schema),
    intents,
    answers: relevant.map(({ question, choose }) => ({ question, choose })),
    patterns,
    policy,
    format: analysis.format,
    sizes: analysis.sizes,
    files: analysis.files,
    engine: [analysis.engine, analysis.version, analysis.variant],
  });
  const make = async (): Promise<TargetDesign> => {
    const others = intents.filter((intent) => isStructural(engine, intent, {}));
    const tuned = await tuneAll(context, { engine, analysis, intents, structural: others, answers, patterns });
    const indexes = indexesByIntent(tuned);
    const structural = intents.filter((intent) => isStructural(engine, intent, indexes));
    await using shadow = await openFor(context, engine, analysis, structural);
    const common = { target: analysis.target, intents, tuned };
    const tryPatterns = async (): Promise<TargetDesign["failingPatterns"]> => {
      const tried = await Promise.all(
        patterns.map(async ({ id, text, query }) => ({
          id,
          text,
          outcome: query === undefined ? null : await shadow.connection.tryQuery(query),
        })),
      );
      return tried.flatMap(({ id, text, outcome }) => (outcome?.kind === "fails" ? [{ id, text, error: outcome.error.message }] : []));
    };
    if (structural.length === 0)
      return {
        ...common,
        desired: analysis.schema,
        design: null,
        plan: null,
        planHash: null,
        failingPatterns: await tryPatterns(),
        questions: [],
      };
    const { design, desired } = await designOn(shadow, analysis.schema, {
      engine,
      analysis,
      intents: structural,
      answers,
      patterns,
      tuned: indexes,
    });
    const failingPatterns = await tryPatterns();
    const renames = await askRenames(engine, analysis, desired, design, answers);
    const plan = await engine.plan({
      from: analysis.schema,
      to: desired,
      version: analysis.version,
      variant: analysis.variant,
      strategy: strategyFor(context, structural, analysis.target, answers),
      renames: { ...design.renames, ...renames.chosen },
      rules: design.rules,
      allow: allowedHazards(context, structural, analysis.target, answers),
      format: findFormat(analysis.format).capabilities,
      sizes: analysis.sizes,
      origins: design.origins,
      label: requirement.front.id.toLowerCase().replaceAll("-", "_"),
    });
    const inverses = await askInverses(context, engine, analysis, { plan, rules: design.rules, desired });
    const asked = openQuestions([...renames.questions, ...plan.questions, ...inverses], answers);
    return {
      ...common,
      desired,
      design: { ...design, renames: { ...design.renames, ...renames.chosen } },
      plan,
      planHash: hashPlan(plan),
      failingPatterns,
      questions: asked,
    };
  };
  return { key, design: await remember(context, key, make) };
}

/** A schema that is adopted does not say what was renamed: that is asked, never guessed. */
async function askRenames(
  engine: Engine,
  analysis: Analysis,
  desired: Schema,
  design: Design,
  answers: readonly Answer[],
): Promise<{ readonly questions: readonly Question[]; readonly chosen: Readonly<Record<string, string>> }> {
  if (design.startsFrom !== "nothing") return { questions: [], chosen: {} };
  const found = await engine.findRenames(analysis.schema, desired);
  const candidates = found.filter((pair) => design.renames[pair.from] === undefined);
  const questions = candidates.map((pair) =>
    ask("possible-rename", analysis, pair.from.replace(/^[^:]*:/, ""), {
      to: "technical-architect",
      text: `${pair.from} went and ${pair.to} came: ${pair.because}. Is it the same thing under another name?`,
      options: [
        { value: "rename", consequence: "the rows are kept under the new name" },
        { value: "drop-and-add", consequence: "the old values are dropped, the new thing starts empty" },
      ],
      facts: [pair.from, pair.to],
      intents: Object.values(design.origins).slice(0, 1),
    }),
  );
  const chosen = candidates.filter(
    (pair) => answerTo(answers, questionId("possible-rename", analysis.target, pair.from.replace(/^[^:]*:/, ""))) === "rename",
  );
  return { questions, chosen: Object.fromEntries(chosen.map((pair) => [pair.from, pair.to])) };
}

/** What a design must be told upward before anything is delegated. */
export function escalateDesign(context: LeadContext, design: TargetDesign, answers: readonly Answer[]): readonly Escalation[] {
  const patterns = design.failingPatterns.map((pattern) =>
    raise("access-pattern", `${design.target}/${pattern.id}`, {
      text: `The access pattern ${pattern.id} (${pattern.text}) does not run on the schema that is asked for: ${pattern.error}`,
      evidence: [`its query was tried on a shadow with the desired schema: ${pattern.error}`],
      proposal: "Correct the query or the intents in the requirement.",
    }),
  );
  const untuned = design.tuned.flatMap((one) =>
    one.kind === "tuned"
      ? []
      : [
          raise("access-pattern", `${design.target}/${one.intent}`, {
            text: `The query of ${one.source}, which is to be tuned, does not run: ${one.error}`,
            evidence: [`it was tried on a shadow with the target's schema and with the one that is asked for: ${one.error}`],
            proposal: "Correct the query in the requirement, or answer `leave-out`.",
          }),
        ],
  );
  return [...patterns, ...untuned, ...escalateHazards(context, design, answers)];
}

const hazardReasons: Partial<Record<HazardKind, "data-loss" | "degradation" | "security" | "infrastructure" | "architecture">> = {
  "deletes-data": "data-loss",
  "blocks-writes": "degradation",
  "blocks-reads": "degradation",
  "rewrites-object": "degradation",
  "weakens-security": "security",
  "breaks-replication": "infrastructure",
  "needs-disk": "infrastructure",
  irreversible: "architecture",
  "weakens-integrity": "architecture",
  "breaks-dependents": "architecture",
  "breaks-running-code": "architecture",
};

function escalateHazards(context: LeadContext, design: TargetDesign, answers: readonly Answer[]): readonly Escalation[] {
  const byReason = new Map<
    string,
    {
      readonly reason: NonNullable<(typeof hazardReasons)[HazardKind]>;
      readonly stops: boolean;
      readonly texts: string[];
      readonly steps: string[];
    }
  >();
  for (const step of design.plan?.steps ?? []) {
    const own = design.intents.filter((intent) => step.intents?.includes(intent.id) ?? true);
    const allowed = allowedHazards(context, own, design.target, answers);
    for (const hazard of step.hazards) {
      const reason = hazardReasons[hazard.kind];
      if (reason === undefined || allowed.includes(hazard.kind) || hazard.level === "note") continue;
      const stops = hazard.level === "error" && !(hazard.kind === "deletes-data" && isCarried(step, design.plan));
      if (!stops && (reason === "architecture" || reason === "data-loss" || reason === "degradation")) continue;
      const group = byReason.get(`${reason}/${stops}`) ?? { reason, stops, texts: [], steps: [] };
      group.texts.push(hazard.message);
      group.steps.push(`${hazard.kind} ${hazard.object}: ${step.summary}`);
      byReason.set(`${reason}/${stops}`, group);
    }
  }
  return [...byReason.values()].map((group) =>
    raise(group.reason, `${design.target}/plan${group.stops ? "" : "-notice"}`, {
      text: [...new Set(group.texts)].join(" "),
      evidence: group.steps,
      proposal: group.stops
        ? "Allow it by name ([policy] allow in dblead.toml), answer `proceed`, or take the intent out."
        : "No answer is needed; the work goes on.",
      effect: group.stops ? "stops" : "informs",
    }),
  );
}

/** Values of a dropped field live on in another one by a stated rule: the review compares them. */
function isCarried(step: Step, plan: Plan | null): boolean {
  return (plan?.carries ?? []).some(
    (carry) =>
      carry.fieldBefore !== null &&
      carry.backward !== null &&
      step.hazards.some((hazard) => hazard.object === `${carry.objectBefore}.${carry.fieldBefore ?? ""}`),
  );
}

/** Intents that nobody here can carry out: told before anything is designed. */
export async function escalateIntents(
  context: LeadContext,
  engine: Engine,
  analysis: Analysis,
  patterns: readonly AccessPattern[],
): Promise<readonly Escalation[]> {
  const raised = await Promise.all(
    analysis.intents.map(async (intent) => {
      const isAimless = intent.kind === "tune" && (await queriesToTune(intent, patterns, analysis, engine)).length === 0;
      return isAimless && engine.capabilities.intents.includes("tune")
        ? [askForQuery(analysis, intent)]
        : escalateIntent(context, engine, analysis, intent);
    }),
  );
  return raised.flat();
}

function askForQuery(analysis: Analysis, intent: Extract<Intent, { readonly kind: "tune" }>): Escalation {
  return raise("access-pattern", `${analysis.target}/${intent.id}`, {
    text: `${intent.id} asks for tuning (${intent.body.text}) and names no query: nothing can be measured.`,
    evidence: ["neither `query` nor an `access-pattern` with a query, and the code has no query that uses an `object` named there"],
    proposal: "State `query`, `access-pattern` or `object` in the intent, or answer `leave-out`.",
  });
}

function escalateIntent(context: LeadContext, engine: Engine, analysis: Analysis, intent: Intent): readonly Escalation[] {
  if (intent.kind === "other") {
    if (context.configuration.tasks.byKind["other"] === "external") return [];
    return [
      raise("scope", `${analysis.target}/${intent.id}`, {
        text: `${intent.id} asks in plain words for what no intent names: ${intent.body.text}`,
        evidence: [`intent ${intent.id} is of the kind other, and dblead.toml names nobody for it ([tasks.by-kind] other)`],
        proposal: "Answer `external` to give it to a person, or `leave-out`.",
      }),
    ];
  }
  if (intent.kind === "query" || engine.capabilities.intents.includes(intent.kind)) return [];
  const reason = intent.kind === "secure" ? "security" : "architecture";
  const lack = engine.capabilities.without?.[intent.kind];
  return [
    raise(reason, `${analysis.target}/${intent.id}`, {
      text: `${engine.title} cannot carry out ${intent.id} (${intent.kind})${lack === undefined ? "" : `: ${lack}`}.`,
      evidence: [`${engine.title} plans ${engine.capabilities.intents.join(", ")}`],
      proposal: "Answer `external` to give it to a person, or `leave-out`.",
    }),
  ];
}
