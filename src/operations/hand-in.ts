import { resolve } from "node:path";
import { handIn as handInFiles } from "../lead/external.ts";
import { callerOf } from "./caller.ts";
import { defineOperation } from "./operation.ts";
import { complete } from "./run-requirement.ts";
import { runShape } from "./shapes/run-shape.ts";

export const handIn = defineOperation({
  name: "hand-in",
  summary: "Hand in what you made for a task; it is reviewed by being executed.",
  effect: "writes-shadow",
  positionals: ["task", "files"],
  input: (zod) =>
    zod.strictObject({
      task: zod.string().describe("REQ-0001-002"),
      files: zod
        .array(zod.string())
        .min(1)
        .describe("Migrations with their downs; jobs under jobs/; contract files have contract in their name."),
      as: zod.string().optional().describe("Who; the name of this user if not said."),
    }),
  output: (zod) => runShape(zod),
  example: "dblead hand-in REQ-0001-002 work/split_name.up.sql work/split_name.down.sql",
  views: { text: async (result) => (await import("../report/run-text.ts")).renderRunText(result, "untitled") },
  isRefused: (result) => result.standing === "returned" || result.standing === "escalated",
  run: async ({ task, files, as }, context) => {
    const places = files.map((file) => resolve(context.folder, file));
    return complete(await handInFiles(await context.lead(), { task, files: places, by: callerOf(as) }), context);
  },
});
