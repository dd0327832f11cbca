import type { z } from "zod";
import type { Rule } from "../engines/rule.ts";
import { reviewChecks } from "../lead/review/checks.ts";
import { errorCodes, LeadError } from "../model/error.ts";
import { escalationReasons } from "../model/escalation.ts";
import { hazards } from "../model/hazard.ts";
import { findNearest } from "../model/name.ts";
import { questionKinds } from "../model/question.ts";
import { type NextAction, nextActionKinds, nextActionShape } from "./next-action.ts";
import { defineOperation, type OperationContext } from "./operation.ts";
import { policyChecks } from "./review-policy.ts";
import { rollingChecks } from "./review-rolling.ts";
import { sequenceChecks } from "./review-sequence.ts";

export type TopicKind = "rule" | "check" | "hazard" | "error" | "question" | "escalation" | "next-action";
/** What a word of this tool means. `facts` are further lines, by name. */
export interface Explanation {
  readonly kind: TopicKind;
  readonly id: string;
  readonly what: string;
  readonly why: string;
  readonly instead: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  readonly source: string;
  readonly nextAction: NextAction;
}

const topicKinds: readonly TopicKind[] = ["rule", "check", "hazard", "error", "question", "escalation", "next-action"];

export const explain = defineOperation({
  name: "explain",
  summary: "Explain a rule, a hazard, an error code, a review check or a kind of question.",
  effect: "reads",
  positionals: ["topic"],
  input: (zod) =>
    zod.strictObject({ topic: zod.string().describe("The word as it is printed: no-drop-column, deletes-data, requirement-invalid, …") }),
  output: (zod): z.ZodType<Explanation> => {
    const text = zod.string();
    return zod.strictObject({
      kind: zod.enum(topicKinds as readonly [TopicKind, ...TopicKind[]]),
      id: text,
      what: text,
      why: text,
      instead: text,
      facts: zod.array(zod.strictObject({ name: text, value: text })),
      examples: zod.strictObject({ bad: zod.array(text), good: zod.array(text) }),
      source: text,
      nextAction: nextActionShape(zod),
    });
  },
  example: "dblead explain blocks-while-working",
  views: { text: async (result) => (await import("../report/explanation-text.ts")).renderExplanationText(result) },
  run: ({ topic }, context) => explainTopic(topic, context),
});

type Body = Pick<Explanation, "kind" | "what"> & Partial<Explanation>;

async function explainTopic(topic: string, context: OperationContext): Promise<Explanation> {
  const id = topic.split("/")[0] ?? topic;
  const fixed = fixedTopics();
  const found = fixed.get(id);
  if (found !== undefined) return complete(id, found);
  const rules: { readonly engine: string; readonly rule: Rule }[] = [];
  for (const engineId of context.engineIds) {
    const engine = await context.engineOf(engineId);
    for (const rule of await engine.rules()) rules.push({ engine: engine.title, rule });
  }
  const matching = rules.filter(({ rule }) => rule.id === id);
  const first = matching[0];
  if (first !== undefined)
    return complete(
      id,
      describeRule(
        first.rule,
        matching.map(({ engine }) => engine),
      ),
    );
  const nearest = findNearest(id, [...fixed.keys(), ...rules.map(({ rule }) => rule.id)]);
  throw new LeadError("usage-invalid", `Nothing is called ${topic}.`, {
    hint: nearest === undefined ? "dblead explain <rule|hazard|error-code>" : `Did you mean ${nearest}?`,
  });
}

/** Everything that needs no engine. */
function fixedTopics(): ReadonlyMap<string, Body> {
  const entries: (readonly [string, Body])[] = [
    ...Object.entries(nextActionKinds).map(([id, { summary }]) => [id, { kind: "next-action", what: summary } as const] as const),
    ...Object.entries(escalationReasons).map(
      ([id, { to, what }]) => [id, { kind: "escalation", what, facts: [{ name: "goes to", value: to.join(", ") }] } as const] as const,
    ),
    ...Object.entries(questionKinds).map(
      ([id, what]) => [id, { kind: "question", what, instead: "dblead answer <REQ> <question> <choice>" } as const] as const,
    ),
    ...Object.entries(reviewChecks).map(
      ([id, { what, why, instead, aspect }]) =>
        [id, { kind: "check", what, why, instead, facts: [{ name: "verdict", value: aspect }] } as const] as const,
    ),
    ...Object.entries({ ...sequenceChecks, ...policyChecks, ...rollingChecks }).map(
      ([id, { what, why, instead, level }]) =>
        [id, { kind: "check", what, why, instead, facts: [{ name: "level", value: level }] } as const] as const,
    ),
    ...Object.entries(hazards).map(
      ([id, what]) =>
        [id, { kind: "hazard", what, instead: `Allow it by name: --allow ${id}, or policy.allow in dblead.toml.` } as const] as const,
    ),
    ...Object.entries(errorCodes).map(([id, { summary, exitCode, retryable }]) => {
      const facts = [
        { name: "exit code", value: String(exitCode) },
        { name: "trying again", value: retryable ? "may help" : "does not help by itself" },
      ];
      return [id, { kind: "error", what: summary, facts } as const] as const;
    }),
  ];
  return new Map(entries);
}

function describeRule(rule: Rule, engines: readonly string[]): Body {
  const facts = [
    { name: "level", value: rule.level },
    { name: "engine", value: engines.join(", ") },
    { name: "versions", value: rule.versions },
    ...(rule.covers.length === 0 ? [] : [{ name: "answers", value: rule.covers.join(", ") }]),
    ...Object.entries(rule.claims).flatMap(([object, claim]) =>
      claim.mode === undefined ? [] : [{ name: "lock", value: `${claim.mode} on ${object}` }],
    ),
    { name: "to ignore it", value: `-- dblead-ignore ${rule.id}: <reason>` },
  ];
  return { kind: "rule", what: rule.what, why: rule.why, instead: rule.instead, facts, examples: rule.examples, source: rule.source };
}

function complete(id: string, body: Body): Explanation {
  const nextAction: NextAction = { kind: "done", command: "", reason: "There is nothing to do." };
  return { id, why: "", instead: "", facts: [], examples: { bad: [], good: [] }, source: "", nextAction, ...body };
}
