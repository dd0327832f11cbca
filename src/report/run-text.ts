import type { Step } from "../model/plan.ts";
import type { Question } from "../model/question.ts";
import type { ReportModel, ReportStage, TargetReport } from "../model/report.ts";
import type { StatementTrace } from "../model/review.ts";
import { headlineOf, listTold, listUndecided } from "./standing.ts";
import { alignRight, count, joinAlike, labelled, printDuration, printNumber, wrap } from "./layout.ts";

export interface RunView {
  readonly report: ReportModel;
  /** Where the page lies, below the project; empty: none was written. */
  readonly page: string;
}

/** The end of a run in ten lines or so: what stands in the way first, then the stages, then where to read on and what to type. */
export function renderRunText({ report, page }: RunView, head: "titled" | "untitled" = "titled"): string {
  const stages = report.targets.flatMap((target) => renderTarget(target, report.targets.length > 1 ? "named" : "alone"));
  const prechecks = new Set(report.targets.flatMap((target) => target.prechecks.map((check) => check.id))).size;
  const open = report.questions.filter((one) => one.answer === null);
  const undecided = report.nextAction.kind === "await-approval" ? [] : listUndecided({ ...report, questions: [] });
  const parts = [
    ...(head === "titled" ? [renderRunTitle(report)] : []),
    "",
    wrap(report.reason === "" ? headlineOf(report) : `${headlineOf(report)} ${asSentence(report.reason)}`, 2),
    ...undecided.map((item) => `  ! ${wrap(item, 4)}`),
    ...open.map(({ question }) => renderQuestion(question)),
    ...stages,
    ...listTold(report).map((item) => `  · ${wrap(item, 4)}`),
    ...(prechecks === 0 ? [] : [`  · ${count(prechecks, "thing")} only production can tell: the report has the queries`]),
    labelled([
      ["Report", page],
      ["Next", report.nextAction.command],
    ]),
  ];
  return `${parts.join("\n").trimEnd()}\n`;
}

function asSentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

function renderQuestion(question: Question): string {
  const width = Math.max(0, ...question.options.map((option) => option.value.length));
  const options = question.options.map((option) => `      ${option.value.padEnd(width)}  ${wrap(option.consequence, width + 8)}`);
  const proposal = question.proposal === undefined ? [] : [`      proposed: ${question.proposal}`];
  return [`  ? ${question.id} (${question.to})`, `    ${wrap(question.text, 4)}`, ...options, ...proposal].join("\n");
}

/** `REQ-0001 Loyalty tiers · from backend-lead · shop (PostgreSQL 18)` */
export function renderRunTitle({ requirement, targets }: ReportModel): string {
  return [
    `${requirement.id} ${requirement.title}`,
    `from ${requirement.from}`,
    ...targets.map((target) => `${target.target} (${target.engineTitle} ${target.version})`),
  ].join(" · ");
}

function renderTarget(target: TargetReport, mode: "named" | "alone"): readonly string[] {
  const name = mode === "named" ? [`  ${target.target}`] : [];
  const rows = renderRows(target);
  return [...name, ...target.stages.flatMap((stage) => renderStage(stage, target)), ...rows];
}

function renderStage(stage: ReportStage, target: TargetReport): readonly string[] {
  const gate =
    stage.gate === null ? [] : [`  ⏸ ${"deploy".padEnd(10)}${wrap(`${stage.gate.application}: ${joinAlike(stage.gate.waitsFor)}`, 14)}`];
  const steps = stage.steps.filter((step) => step.action.kind !== "deploy-gate");
  const amount = steps.length > 0 ? count(steps.length, "step") : count(stage.migrations.length + stage.jobs.length, "file");
  const traces = target.statements.filter((trace) => [...stage.migrations, ...stage.jobs].some((file) => sameFile(file.path, trace.file)));
  const text = `  ${stage.phase.padEnd(12)}${amount.padEnd(10)}${wrap(describeStage(stage, traces), 24, 88)}`;
  return [...gate, alignRight(text, levelOf(stage, target))];
}

/** Of the run as a whole, or the lowest that a step which changes something has. */
function levelOf(stage: ReportStage, target: TargetReport): string {
  const whole = target.evidence?.level ?? "planned";
  const changing = stage.steps.filter((step) => step.action.kind !== "deploy-gate" && step.action.kind !== "check");
  const levels = [whole, ...changing.map((step) => step.evidence.level)];
  return (["parsed", "planned"] as const).find((level) => levels.includes(level)) ?? whole;
}

function describeStage(stage: ReportStage, traces: readonly StatementTrace[]): string {
  const parts = [
    describeHold(traces, stage.steps),
    ...destroyed(stage.steps),
    ...(stage.jobs.length === 0 ? [] : [`${count(stage.jobs.length, "job")}, resumable`]),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** Who waits, and how long it took here. */
function describeHold(traces: readonly StatementTrace[], steps: readonly Step[]): string {
  const blocking = traces.filter((trace) => trace.blocks.some((block) => block.blocks === "writes" || block.blocks === "reads-and-writes"));
  if (traces.length > 0)
    return blocking.length === 0
      ? "blocks nothing"
      : `blocks nothing longer than ${printDuration(Math.max(...blocking.map((trace) => trace.durationMs)))}`;
  const blocks = steps.flatMap((step) => step.blocks ?? []).filter((block) => block.blocks !== "nothing");
  if (steps.length === 0 || steps.some((step) => step.blocks === undefined)) return "";
  if (blocks.length === 0) return "blocks nothing";
  return blocks.every((block) => block.for === "moment") ? "blocks only for moments" : "";
}

function destroyed(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) =>
    step.hazards.filter((hazard) => hazard.kind === "deletes-data" && hazard.level === "error").map((hazard) => `drops ${hazard.object}`),
  );
}

function renderRows(target: TargetReport): readonly string[] {
  const objects = target.rows?.objects ?? [];
  const total = objects.reduce((sum, object) => sum + object.rowsAfter, 0);
  const broken = target.brokenQueries.filter((query) => query.after !== "contract").length;
  if (total === 0) return [];
  return [
    `  rows        ${printNumber(total)} equal in ${count(objects.length, "object")}${broken === 0 ? "" : `; ${count(broken, "query", "queries")} of the application break`}`,
  ];
}

/** A pending file is executed under the name that it will have in the project's folder. */
function sameFile(a: string, b: string): boolean {
  return a === b || a.split("/").at(-1) === b.split("/").at(-1);
}
