import { defineOperation } from "./operation.ts";
import { runRequirement } from "./run-requirement.ts";
import { runShape } from "./shapes/run-shape.ts";

export const run = defineOperation({
  name: "run",
  summary: "Take a requirement as far as it goes: analyse, design, plan, execute, report. Goes on where it stopped.",
  effect: "writes-shadow",
  positionals: ["requirement"],
  input: (zod) => zod.strictObject({ requirement: zod.string().describe("The requirement's file, or the id of a request that is known.") }),
  output: (zod) => runShape(zod),
  example: "dblead run dblead/requirements/REQ-0001-loyalty-tiers.md",
  views: { text: async (result) => (await import("../report/run-text.ts")).renderRunText(result, "untitled") },
  run: (input, context) => runRequirement(input.requirement, context),
});
