import { isAbsolute, relative, resolve, sep } from "node:path";
import type { z } from "zod";
import { renumberRequirement } from "../lead/lead.ts";
import { type NextAction, nextActionShape } from "./next-action.ts";
import { defineOperation } from "./operation.ts";

export interface Renumbered {
  readonly id: string;
  readonly path: string;
  readonly nextAction: NextAction;
}

export const requestRenumber = defineOperation({
  name: "request-renumber",
  command: "request renumber",
  summary: "Give a requirement file the next free id, where two branches took one.",
  effect: "writes-project",
  positionals: ["file"],
  input: (zod) => zod.strictObject({ file: zod.string().describe("The requirement's file.") }),
  output: (zod): z.ZodType<Renumbered> => zod.strictObject({ id: zod.string(), path: zod.string(), nextAction: nextActionShape(zod) }),
  example: "dblead request renumber dblead/requirements/REQ-0002-invoices.md",
  views: { text: async (result) => `✓ It is ${result.id} now: ${result.path}\nNext     ${result.nextAction.command}\n` },
  run: async ({ file }, context): Promise<Renumbered> => {
    const { root } = await context.configuration();
    const path = relative(root, isAbsolute(file) ? file : resolve(context.folder, file))
      .split(sep)
      .join("/");
    const found = await renumberRequirement(await context.lead(), path);
    return { ...found, nextAction: { kind: "run-again", command: `dblead run ${found.path}`, reason: "It has an id of its own now." } };
  },
});
