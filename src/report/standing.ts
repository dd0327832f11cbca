import type { ReportModel } from "../model/report.ts";
import { listWords } from "./layout.ts";

const headlines: Readonly<Record<ReportModel["standing"], string>> = {
  working: "Not finished.",
  "needs-answer": "Stopped: somebody has to answer.",
  returned: "A deliverable was returned.",
  "waiting-for-worker": "Waiting for a worker.",
  blocked: "Stopped: it waits.",
  escalated: "Stopped: escalated.",
  "awaiting-approval": "Ready for approval.",
  approved: "Approved; waiting for a deployment.",
  done: "Done.",
};

/** Where the run stands, in two or three words. */
export function headlineOf(model: ReportModel): string {
  return headlines[model.standing];
}

/** What people still have to decide, the worst first. */
export function listUndecided(model: ReportModel): readonly string[] {
  const escalations = model.escalations
    .filter((one) => one.resolution === null && one.effect === "stops")
    .toSorted((a, b) => Number(b.priority === "highest") - Number(a.priority === "highest"));
  const { nextAction } = model;
  return [
    ...escalations.map((one) => `${one.to.join(" and ")}: ${one.text}`),
    ...model.questions.filter((one) => one.answer === null).map((one) => `${one.question.to}: ${one.question.text}`),
    ...(nextAction.kind === "await-approval" ? [describeApproval(model, nextAction.roles, nextAction.hash)] : []),
    ...(nextAction.kind === "answer-worker" ? [model.reason] : []),
  ];
}

function describeApproval(model: ReportModel, roles: readonly string[], hash: string): string {
  const asked = model.approvalsNeeded.filter((one) => roles.includes(one.role));
  const told = asked.map((one) => `${one.role}${one.because.length === 0 ? "" : ` (${one.because.join(", ")})`}`);
  const signed = asked.some((one) => one.force === "binding") ? "; only a signature counts" : "";
  return `${listWords(told.length === 0 ? roles : told)}: approval of plan ${hash.slice(0, 12)}${signed}`;
}

/** What somebody was told without being asked: the work goes on. */
export function listTold(model: ReportModel): readonly string[] {
  return model.escalations
    .filter((one) => one.effect === "informs" && one.resolution === null)
    .map((one) => `${listWords(one.to)} ${one.to.length === 1 ? "was" : "were"} told: ${one.text}`);
}

/** Whether a reader has to worry. */
export function levelOf(model: ReportModel): "good" | "warn" | "bad" {
  const isReturned = model.targets.some((target) => target.verdict?.outcome === "return");
  const isUrgent = model.escalations.some((one) => one.resolution === null && one.priority === "highest");
  if (isReturned || isUrgent || model.standing === "escalated") return "bad";
  return ["done", "approved", "awaiting-approval"].includes(model.standing) ? "good" : "warn";
}
