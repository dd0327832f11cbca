import type { z } from "zod";
import { LeadError } from "../model/error.ts";
import type { HazardKind } from "../model/hazard.ts";
import { type Configuration, findTarget } from "../project/configuration.ts";
import { nextActionShape } from "./next-action.ts";
import { defineOperation, type OperationContext } from "./operation.ts";
import { type PlanBetween, type PlanResult, planBetween } from "./plan-between.ts";
import { hazardKindShape, hazardShape } from "./shapes/evidence-shape.ts";
import { planMembers } from "./shapes/plan-shape.ts";
import { readSource } from "./source.ts";

interface PlanInput {
  readonly target?: string | undefined;
  readonly engine?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly version?: string | undefined;
  readonly strategy?: "online" | "direct" | undefined;
  readonly renames?: readonly string[] | undefined;
  readonly allow?: readonly HazardKind[] | undefined;
  readonly "keep-dropped"?: boolean | undefined;
}

export const plan = defineOperation({
  name: "plan",
  summary: "Plan the way from one schema to another: steps, what they block, their way back.",
  effect: "writes-shadow",
  positionals: ["target"],
  input: (zod) =>
    zod.strictObject({
      target: zod.string().optional().describe("A target of dblead.toml: from its migrations to its schema file."),
      engine: zod.string().optional().describe("postgresql or sqlite; needed without a target."),
      from: zod.string().optional().describe("An .sql file, a folder of migrations, an address or $VARIABLE."),
      to: zod.string().optional().describe("The same, for the schema that is wanted."),
      version: zod.string().optional().describe("Major version of the server the plan is for."),
      strategy: zod.enum(["online", "direct"]).optional().describe("online: nothing waits long; direct: for those who can stop."),
      renames: zod.array(zod.string()).optional().describe("old.name=new_name: the same thing under another name."),
      "keep-dropped": zod.boolean().optional().describe("Keep dropped fields and tables beside, so that the way back restores them."),
      allow: zod.array(hazardKindShape(zod)).optional().describe("A hazard that is accepted by name (deletes-data, …)."),
    }),
  output: (zod): z.ZodType<PlanResult> =>
    zod.strictObject({
      ...planMembers(zod),
      refused: zod.array(hazardShape(zod)).describe("Hazards that nobody allowed."),
      nextAction: nextActionShape(zod),
    }),
  example: "dblead plan --engine postgresql --from old.sql --to new.sql",
  views: { text: async (result) => (await import("../report/plan-text.ts")).renderPlanText(result) },
  isRefused: (result) => result.refused.length > 0,
  run: async (input, context): Promise<PlanResult> => planBetween(await requestOf(input, context), context),
});

async function requestOf(input: PlanInput, context: OperationContext): Promise<PlanBetween> {
  const options = {
    ...(input.strategy === undefined ? {} : { strategy: input.strategy }),
    renames: readRenames(input.renames ?? []),
    allow: input.allow ?? [],
    ...(input["keep-dropped"] === true ? { keepDropped: "side-table" as const } : {}),
  };
  if (input.target !== undefined) return { ...(await targetRequest(input.target, input, context)), ...options };
  if (input.from === undefined || input.to === undefined) {
    throw new LeadError("usage-invalid", "A plan needs a target, or --engine, --from and --to.", {
      hint: "dblead plan --help shows an example.",
    });
  }
  const engine = input.engine ?? (await onlyEngine(await context.findConfiguration()));
  const [from, to] = [await readSource(input.from, context.folder), await readSource(input.to, context.folder)];
  return { engine, from, to, ...(input.version === undefined ? {} : { version: input.version }), ...options };
}

async function targetRequest(name: string, input: PlanInput, context: OperationContext): Promise<PlanBetween> {
  const configuration = await context.configuration();
  const target = findTarget(configuration, name);
  const migrations = target.migrations === undefined ? { text: "" } : { folder: target.migrations, format: target.format };
  const from = input.from === undefined ? migrations : await readSource(input.from, context.folder);
  if (input.to === undefined && target.schema === undefined) {
    throw new LeadError("configuration-invalid", `targets.${name} names no schema file.`, {
      hint: `Add schema = "…" to [targets.${name}], or give --to.`,
    });
  }
  const to = input.to === undefined ? { files: [target.schema ?? ""] } : await readSource(input.to, context.folder);
  const isTyped = input.from !== undefined || input.to !== undefined;
  return {
    engine: target.engine,
    from,
    to,
    version: input.version ?? target.version,
    sizes: target.sizes,
    root: isTyped ? context.folder : configuration.root,
  };
}

async function onlyEngine(configuration: Configuration | null): Promise<string> {
  const engines = new Set(Object.values(configuration?.targets ?? {}).map((target) => target.engine));
  const [engine] = engines;
  if (engine !== undefined && engines.size === 1) return engine;
  throw new LeadError("usage-invalid", "Which engine is it for?", { hint: "Add --engine postgresql or --engine sqlite." });
}

function readRenames(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [before, after, ...rest] = pair.split("=");
      if (before === undefined || after === undefined || before === "" || after === "" || rest.length > 0) {
        throw new LeadError("usage-invalid", `--renames ${pair} is not old.name=new_name.`);
      }
      return [before, after] as const;
    }),
  );
}
