import type { Design, DesignRequest, Engine } from "../engines/engine.ts";
import type { Shadow } from "../engines/shadow.ts";
import { LeadError } from "../model/error.ts";
import type { HazardKind } from "../model/hazard.ts";
import type { Intent, IntentKind } from "../model/intent.ts";
import type { Answer } from "../model/question.ts";
import type { AccessPattern } from "../model/requirement.ts";
import type { Schema } from "../model/schema.ts";
import type { Analysis } from "./analysis.ts";
import { withoutObjects } from "./base.ts";
import { cacheFolderOf, type LeadContext } from "./context.ts";
import { allowedByAnswers } from "./effective-intents.ts";

/** Wishes that end in a change of the schema or its contents, as opposed to a text. */
const textKinds: readonly IntentKind[] = ["query", "other"];

/** `tuned`: indexes by the `tune` intent that they were kept for; one without any changes no schema. */
export function isStructural(engine: Engine, intent: Intent, tuned: NonNullable<DesignRequest["tuned"]>): boolean {
  if (textKinds.includes(intent.kind) || !engine.capabilities.intents.includes(intent.kind)) return false;
  return intent.kind !== "tune" || tuned[intent.id] !== undefined;
}

/** A shadow that holds the target's base and no rows: what is designed is tried there. */
export async function openBase(context: LeadContext, engine: Engine, analysis: Analysis): Promise<Shadow> {
  return openSeeded(context, engine, { ...analysis, seed: [] });
}

/** A shadow that holds the target's base and the rows of its seed. */
export async function openSeeded(
  context: LeadContext,
  engine: Engine,
  analysis: Pick<Analysis, "base" | "seed" | "version">,
): Promise<Shadow> {
  return engine.shadow.open({
    base: analysis.base,
    seed: analysis.seed,
    version: analysis.version,
    settings: context.configuration.shadow[engine.id] ?? {},
    cacheFolder: cacheFolderOf(context),
  });
}

export interface Designed {
  readonly design: Design;
  readonly desired: Schema;
}
export interface DesignInput {
  readonly engine: Engine;
  readonly analysis: Analysis;
  readonly intents: readonly Intent[];
  readonly answers: readonly Answer[];
  readonly patterns: readonly AccessPattern[];
  readonly tuned?: DesignRequest["tuned"];
}

/**
 * Designs intents on what stands in `shadow` (whose schema is `from`) by running the design's own statements there and reading the result.
 * Throws `requirement-invalid` when a statement made of the requirement's expressions is refused by the server.
 */
export async function designOn(shadow: Shadow, from: Schema, input: DesignInput): Promise<Designed> {
  const { engine, analysis } = input;
  const design = await engine.design({
    schema: from,
    version: analysis.version,
    intents: input.intents,
    answers: input.answers,
    accessPatterns: input.patterns,
    sizes: analysis.sizes,
    files: analysis.files,
    ...(input.tuned === undefined ? {} : { tuned: input.tuned }),
  });
  const outcome = await shadow.connection.execute({ file: "design", line: 1, text: design.statements, transaction: "none" });
  if (outcome.error !== null) {
    const words = input.intents.map((intent) => `${intent.id} (${intent.kind})`).join(", ");
    throw new LeadError("requirement-invalid", `${words} cannot be carried out: ${outcome.error.message}\n${outcome.error.excerpt}`, {
      hint: outcome.error.hint ?? "Correct the names, types or expressions of the intent.",
    });
  }
  return { design, desired: withoutObjects(await shadow.connection.introspect(), analysis.ignore) };
}

/** An empty shadow where the desired schema stands alone, else one with the base. */
export async function openFor(context: LeadContext, engine: Engine, analysis: Analysis, intents: readonly Intent[]): Promise<Shadow> {
  return openBase(context, engine, intents.some((intent) => intent.kind === "adopt-schema") ? { ...analysis, base: [] } : analysis);
}

/** Hazards that policy and answers allow. */
export function allowedHazards(
  context: LeadContext,
  intents: readonly Intent[],
  target: string,
  answers: readonly Answer[],
): readonly HazardKind[] {
  return [...new Set([...context.configuration.policy.allow, ...allowedByAnswers(intents, target, answers)])];
}

/** `direct` where the project says so, or where every intent was answered with `at-once`. */
export function strategyFor(
  context: LeadContext,
  intents: readonly Intent[],
  target: string,
  answers: readonly Answer[],
): "online" | "direct" {
  if (context.configuration.policy.strategy === "direct") return "direct";
  const asked = answers.filter(
    (answer) => /^(?:rename|split)-still-read\//.test(answer.question) && answer.question.split("/")[1] === target,
  );
  const renames = intents.filter((intent) =>
    ["rename-field", "rename-object", "split-field", "merge-fields", "move-field"].includes(intent.kind),
  );
  const atOnce = renames.filter((intent) =>
    asked.some((answer) => answer.choose === "at-once" && Object.values(intent.body).includes(answer.question.split("/")[2] ?? "")),
  );
  return renames.length > 0 && atOnce.length === renames.length && intents.length === renames.length ? "direct" : "online";
}
