import { readReport } from "../lead/overview.ts";
import { type Audience, audiences } from "../report/report-markdown.ts";
import { addReason, nextActionShape } from "./next-action.ts";
import { defineOperation } from "./operation.ts";
import { reportShape } from "./shapes/report-shape.ts";

export const report = defineOperation({
  name: "report",
  summary: "The report of a request in the state it is in: a page, a text, or Markdown for one reader.",
  effect: "reads",
  positionals: ["requirement"],
  input: (zod) =>
    zod.strictObject({
      requirement: zod.string().describe("REQ-0001"),
      for: zod.enum(audiences).optional().describe("Whom the Markdown is for."),
    }),
  output: (zod) => zod.strictObject({ audience: zod.enum(audiences), report: reportShape(zod), nextAction: nextActionShape(zod) }),
  example: "dblead report REQ-0001 --format html > report.html",
  views: {
    text: async (result) => (await import("../report/run-text.ts")).renderRunText({ report: result.report, page: "" }),
    markdown: async (result) => (await import("../report/report-markdown.ts")).renderReportMarkdown(result.report, result.audience),
    html: async (result) => (await import("../report/html-report.ts")).renderHtmlReport(result.report),
  },
  run: async (input, context) => {
    const audience: Audience = input.for ?? "technical-architect";
    const found = await readReport(await context.lead(), input.requirement);
    return { audience, report: found, nextAction: addReason(found.nextAction, found.reason) };
  },
});
