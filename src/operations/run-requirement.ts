import { join, resolve } from "node:path";
import { runRequirement as runWorkflow } from "../lead/lead.ts";
import { readReport } from "../lead/overview.ts";
import type { RunResult as LeadResult } from "../lead/run-result.ts";
import type { ReportModel } from "../model/report.ts";
import { writeWhole } from "../project/files.ts";
import { renderHtmlReport } from "../report/html-report.ts";
import { audiences, renderReportMarkdown } from "../report/report-markdown.ts";
import { addReason } from "./next-action.ts";
import type { OperationContext } from "./operation.ts";
import type { RunResult } from "./shapes/run-shape.ts";

export type { RunResult } from "./shapes/run-shape.ts";

/** Takes a requirement as far as it goes without a person. `file`: a path from the folder in which the command was given, or the id of a known request. */
export async function runRequirement(file: string, context: OperationContext): Promise<RunResult> {
  const lead = await context.lead();
  const isId = /^REQ-\d{4,}$/.test(file);
  return complete(await runWorkflow(lead, isId ? file : resolve(context.folder, file)), context);
}

/** Adds the report of the present state and writes its pages. */
export async function complete(result: LeadResult, context: OperationContext): Promise<RunResult> {
  const lead = await context.lead();
  const report = await readReport(lead, result.requirement);
  const page = await writePages(report, context);
  return { ...result, nextAction: addReason(result.nextAction, result.reason), report, page };
}

/** Pages lie under `.dblead/` unless the project asks to commit them. Gives the path of the page, below the project. */
async function writePages(report: ReportModel, context: OperationContext): Promise<string> {
  const { root, report: wishes } = await context.configuration();
  const folder = wishes.commit ? "dblead/reports" : ".dblead/reports";
  const { id } = report.requirement;
  const page = `${folder}/${id}.html`;
  await writeWhole(join(root, page), renderHtmlReport(report));
  for (const audience of audiences) await writeWhole(join(root, folder, `${id}-${audience}.md`), renderReportMarkdown(report, audience));
  return page;
}
