import { join } from "node:path";
import type { z } from "zod";
import { detectProject, type DetectedProject } from "../project/detection.ts";
import { readTextIfPresent, writeWhole } from "../project/files.ts";
import { writeInitialConfiguration } from "../project/initial-configuration.ts";
import { addAgentsSection, type AgentsResult } from "./init-agents.ts";
import { type NextAction, nextActionShape } from "./next-action.ts";
import { defineOperation, type OperationContext } from "./operation.ts";

/** Something that was found, and the file and line that tell it. */
export interface Finding {
  readonly what: string;
  readonly file: string;
  readonly line: number;
}
export interface InitResult {
  /** `kept`: a file was there and was left alone; `shown`: nothing was written, as asked. */
  readonly outcome: "written" | "kept" | "shown";
  readonly path: string;
  /** What was written, or would be. */
  readonly text: string;
  readonly found: readonly Finding[];
  readonly agents: AgentsResult;
  readonly nextAction: NextAction;
}

export const init = defineOperation({
  name: "init",
  summary: "Look at this repository and write a commented dblead.toml; never overwrites.",
  effect: "writes-project",
  input: (zod) =>
    zod.strictObject({
      "dry-run": zod.boolean().optional().describe("Show what would be written, and write nothing."),
      agents: zod.boolean().optional().describe("Add a section for coding agents to AGENTS.md; without it that is asked at a terminal."),
    }),
  output: (zod): z.ZodType<InitResult> =>
    zod.strictObject({
      outcome: zod.enum(["written", "kept", "shown"]),
      path: zod.string(),
      text: zod.string().describe("What was written, or would be."),
      found: zod.array(zod.strictObject({ what: zod.string(), file: zod.string(), line: zod.number().int() })),
      agents: zod.strictObject({
        outcome: zod.enum(["added", "kept", "declined", "shown"]),
        path: zod.string(),
        text: zod.string().describe("The section for coding agents."),
      }),
      nextAction: nextActionShape(zod),
    }),
  example: "dblead init",
  views: { text: async (result) => (await import("../report/init-text.ts")).renderInitText(result) },
  isRefused: (result) => result.outcome === "kept" && result.agents.outcome !== "added",
  run: (input, context) => initialise(input["dry-run"] === true ? "show" : "write", input.agents === true ? "given" : "ask", context),
});

async function initialise(mode: "show" | "write", consent: "given" | "ask", context: OperationContext): Promise<InitResult> {
  const path = "dblead.toml";
  const place = join(context.folder, path);
  const detected = await detectProject(context.folder);
  const text = writeInitialConfiguration(detected);
  const present = await readTextIfPresent(place);
  const outcome = mode === "show" ? "shown" : present === null ? "written" : "kept";
  if (outcome === "written") await writeWhole(place, text);
  const agents = await addAgentsSection(mode === "show" ? "show" : consent, context);
  const command = outcome === "kept" ? "dblead init --dry-run" : 'dblead request new --title "…"';
  const reason =
    outcome === "kept" ? `${path} is there already and was left alone.` : "Check the lines marked so, then write down what is wanted.";
  return { outcome, path, text, found: listFindings(detected), agents, nextAction: { kind: "write-requirement", command, reason } };
}

function listFindings(detected: DetectedProject): readonly Finding[] {
  const notYet = (support: string): string => (support === "supported" ? "" : ", not supported yet");
  return [
    ...detected.engines.flatMap(({ engine, version, sightings }) =>
      sightings.slice(0, 1).map(({ file, line }) => ({ what: `${engine}${version === null ? "" : ` ${version}`}`, file, line })),
    ),
    ...detected.migrations.map(({ format, folder, support, sighting }) => ({
      what: `migrations in ${folder} (${format}${notYet(support)})`,
      file: sighting.file,
      line: sighting.line,
    })),
    ...detected.models.map(({ orm, path, support, sighting }) => ({
      what: `${orm} models in ${path}${notYet(support)}`,
      file: sighting.file,
      line: sighting.line,
    })),
    ...detected.addresses.map(({ name, sighting }) => ({ what: `an address in $${name}`, file: sighting.file, line: sighting.line })),
  ];
}
