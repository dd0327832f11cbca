import { answer as recordAnswer, readRole } from "../lead/decide.ts";
import { readReport } from "../lead/overview.ts";
import type { ReportModel } from "../model/report.ts";
import { type Role, roles } from "../model/role.ts";
import { defineOperation } from "./operation.ts";
import { complete } from "./run-requirement.ts";
import { runShape } from "./shapes/run-shape.ts";

export const answer = defineOperation({
  name: "answer",
  summary: "Answer a question, an escalation, or what a worker asked.",
  effect: "writes-project",
  positionals: ["requirement", "question", "choose"],
  input: (zod) =>
    zod.strictObject({
      requirement: zod.string().describe("REQ-0001"),
      question: zod.string().describe("The question's id, as it is printed."),
      choose: zod.string().describe("One of the options, or a value of your own where that is allowed."),
      by: zod.enum(roles).optional().describe("In which role; whom it was put to, if not said."),
    }),
  output: (zod) => runShape(zod),
  example: "dblead answer REQ-0001 required-without-default/shop/public.customers.tier bronze",
  views: { text: async (result) => (await import("../report/run-text.ts")).renderRunText(result) },
  run: async ({ requirement, question, choose, by }, context) => {
    const lead = await context.lead();
    const role = by ?? addressee(await readReport(lead, requirement), question);
    return complete(await recordAnswer(lead, { requirement, question, choose, by: role }), context);
  },
});

/** Whom a question was put to; the requester answers what a worker asks. */
function addressee(report: ReportModel, question: string): Role {
  const escalation = report.escalations.find((one) => one.id === question);
  return (
    report.questions.find((one) => one.question.id === question)?.question.to ?? escalation?.to[0] ?? readRole(report.requirement.from)
  );
}
