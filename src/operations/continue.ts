import { confirmDeployed } from "../lead/decide.ts";
import { callerOf } from "./caller.ts";
import { defineOperation } from "./operation.ts";
import { complete } from "./run-requirement.ts";
import { runShape } from "./shapes/run-shape.ts";

export const proceed = defineOperation({
  name: "continue",
  summary: "Confirm the deployment that a gate waits for; releases the files of the next phase.",
  effect: "writes-project",
  positionals: ["requirement"],
  input: (zod) =>
    zod.strictObject({
      requirement: zod.string().describe("REQ-0001"),
      deployed: zod.string().describe("The application that is out, as the gate names it."),
      as: zod.string().optional().describe("Who; the name of this user if not said."),
    }),
  output: (zod) => runShape(zod),
  example: 'dblead continue REQ-0001 --deployed "shop"',
  views: { text: async (result) => (await import("../report/run-text.ts")).renderRunText(result, "untitled") },
  run: async ({ requirement, deployed, as }, context) =>
    complete(await confirmDeployed(await context.lead(), { requirement, application: deployed, by: callerOf(as) }), context),
});
