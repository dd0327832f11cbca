import { resolve } from "node:path";
import { approve as recordApproval } from "../lead/decide.ts";
import { roles } from "../model/role.ts";
import { callerOf } from "./caller.ts";
import { defineOperation } from "./operation.ts";
import { complete } from "./run-requirement.ts";
import { runShape } from "./shapes/run-shape.ts";

export const approve = defineOperation({
  name: "approve",
  summary: "Approve what was proven; bound to the hash of the plan. Binding with a signature, advisory without.",
  effect: "writes-project",
  positionals: ["requirement"],
  input: (zod) =>
    zod.strictObject({
      requirement: zod.string().describe("REQ-0001"),
      role: zod.enum(roles).optional().describe("In which role; the first that is missing if not said."),
      signature: zod.string().optional().describe("A file made by ssh-keygen -Y sign -n dblead over the plan's hash."),
      as: zod.string().optional().describe("Who; the name of this user if not said."),
    }),
  output: (zod) => runShape(zod),
  example: "dblead approve REQ-0001 --role technical-architect",
  views: { text: async (result) => (await import("../report/run-text.ts")).renderRunText(result, "untitled") },
  run: async ({ requirement, role, signature, as }, context) => {
    const request = { requirement, by: callerOf(as), ...(role === undefined ? {} : { role }) };
    const file = signature === undefined ? {} : { signatureFile: resolve(context.folder, signature) };
    return complete(await recordApproval(await context.lead(), { ...request, ...file }), context);
  },
});
