import type { z } from "zod";
import { listTasks } from "../lead/overview.ts";
import type { TaskSummary } from "../lead/run-result.ts";
import { type NextAction, nextActionShape } from "./next-action.ts";
import { defineOperation } from "./operation.ts";
import { taskSummaryShape } from "./shapes/run-shape.ts";

export interface TaskList {
  readonly tasks: readonly TaskSummary[];
  readonly nextAction: NextAction;
}

export const tasks = defineOperation({
  name: "tasks",
  summary: "List the tasks: what is ready, under way, waiting, done.",
  effect: "reads",
  positionals: ["requirement"],
  input: (zod) =>
    zod.strictObject({
      requirement: zod.string().optional().describe("REQ-0001; all of them if not said."),
      ready: zod.boolean().optional().describe("Only those that somebody could take now."),
    }),
  output: (zod): z.ZodType<TaskList> => zod.strictObject({ tasks: zod.array(taskSummaryShape(zod)), nextAction: nextActionShape(zod) }),
  example: "dblead tasks --ready",
  views: { text: async (result) => (await import("../report/lists-text.ts")).renderTasksText(result.tasks) },
  run: async ({ requirement, ready }, context) => {
    const found = await listTasks(await context.lead(), {
      ...(requirement === undefined ? {} : { requirement }),
      which: ready === true ? "ready" : "all",
    });
    return { tasks: found, nextAction: nextActionOf(found) };
  },
});

function nextActionOf(found: readonly TaskSummary[]): NextAction {
  const open = found.find((task) => task.readiness === "ready" && task.worker === "external" && task.takenBy === null);
  if (open !== undefined)
    return { kind: "take-task", task: open.id, command: `dblead take ${open.id}`, reason: `${open.id} waits for a person or an agent.` };
  return { kind: "done", command: "", reason: "No task waits for somebody to take it." };
}
