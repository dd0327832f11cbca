import { takeTask } from "../lead/external.ts";
import { callerOf } from "./caller.ts";
import { defineOperation } from "./operation.ts";
import { complete } from "./run-requirement.ts";
import { runShape } from "./shapes/run-shape.ts";

export const take = defineOperation({
  name: "take",
  summary: "Take a ready task: a person or a coding agent carries it out.",
  effect: "writes-project",
  positionals: ["task"],
  input: (zod) =>
    zod.strictObject({
      task: zod.string().describe("REQ-0001-002"),
      as: zod.string().optional().describe("Who; the name of this user if not said."),
    }),
  output: (zod) => runShape(zod),
  example: "dblead take REQ-0001-002",
  views: { text: async (result) => (await import("../report/run-text.ts")).renderRunText(result) },
  run: async ({ task, as }, context) => complete(await takeTask(await context.lead(), { task, by: callerOf(as) }), context),
});
