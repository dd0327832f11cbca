import { askQuestion } from "../lead/external.ts";
import { callerOf } from "./caller.ts";
import { defineOperation } from "./operation.ts";
import { complete } from "./run-requirement.ts";
import { runShape } from "./shapes/run-shape.ts";

export const ask = defineOperation({
  name: "ask",
  summary: "Ask what a task that you took does not say; kept in the task's file with its answer.",
  effect: "writes-project",
  positionals: ["task", "text"],
  input: (zod) =>
    zod.strictObject({
      task: zod.string().describe("REQ-0001-002"),
      text: zod.string().min(1).describe("The question."),
      as: zod.string().optional().describe("Who; the name of this user if not said."),
    }),
  output: (zod) => runShape(zod),
  example: 'dblead ask REQ-0001-002 "May last_name be empty?"',
  views: { text: async (result) => (await import("../report/run-text.ts")).renderRunText(result) },
  run: async ({ task, text, as }, context) => complete(await askQuestion(await context.lead(), { task, text, by: callerOf(as) }), context),
});
