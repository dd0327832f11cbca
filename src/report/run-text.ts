import type { Step } from "../model/plan.ts";
import type { ReportModel, StageReport, TargetReport } from "../model/report.ts";
import type { StatementTrace } from "../model/review.ts";
import { alignRight, count, labelled, printDuration, printNumber, wrap } from "./layout.ts";

export interface RunView {
  readonly report: ReportModel;
  /** Where the page lies, below the project; null: none was written. */
  readonly page: string | null;
}

const headlines: Readonly<Record<ReportModel["standing"], string>> = {
  working: "Not finished.",
  "needs-answer": "Stopped: a question needs its answer.",
  returned: "Returned with findings.",
  "waiting-for-worker": "Waiting for a worker.",
  blocked: "Stopped: a task is blocked by hand.",
  escalated: "Stopped: escalated.",
  "awaiting-approval": "Ready for approval.",
  approved: "Approved.",
  done: "Done.",
};

/** The end of a run in ten lines or so: what stands in the way first, then the stages, then where to read on and what to type. */
export function renderRunText({ report, page }: RunView): string {
  const stages = report.targets.flatMap((target) => renderTarget(target, report.targets.length > 1 ? "named" : "alone"));
  const prechecks = new Set(
    report.targets.flatMap((target) => [...(target.plan?.prechecks ?? []), ...(target.review?.prechecks ?? [])].map((check) => check.id)),
  ).size;
  const parts = [
    headlines[report.standing],
    ...report.undecided.map((item) => `  ! ${wrap(item, 4)}`),
    ...stages,
    prechecks === 0 ? "" : `  ${count(prechecks, "thing")} only production can tell: see the report`,
    labelled([
      ["Report", page ?? ""],
      ["Next", report.nextAction.command],
    ]),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

/** `REQ-0001 Loyalty tiers · from backend-lead · shop (PostgreSQL 18)` */
export function renderRunTitle({ requirement, targets }: ReportModel): string {
  return [
    `${requirement.id} ${requirement.title}`,
    `from ${requirement.from}`,
    ...targets.map((target) => `${target.name} (${target.engine} ${target.version})`),
  ].join(" · ");
}

function renderTarget(target: TargetReport, mode: "named" | "alone"): readonly string[] {
  const name = mode === "named" ? [`  ${target.name}`] : [];
  const rows = target.review === null ? [] : renderRows(target);
  return [...name, ...target.stages.flatMap((stage) => renderStage(stage, target)), ...rows];
}

function renderStage(stage: StageReport, target: TargetReport): readonly string[] {
  const gate = stage.gate === null ? [] : [`  ⏸ ${"deploy".padEnd(10)}${wrap(`${stage.gate.application}: ${stage.gate.waitsFor}`, 14)}`];
  const amount = stage.steps.length > 0 ? count(stage.steps.length, "step") : count(stage.migrations.length + stage.jobs.length, "file");
  const traces = (target.review?.statements ?? []).filter((trace) => [...stage.migrations, ...stage.jobs].includes(trace.file));
  const text = `  ${stage.phase.padEnd(12)}${amount.padEnd(10)}${wrap(describeStage(stage, traces), 24, 88)}`;
  const isExecuted = target.review?.evidence.level === "executed";
  return [...gate, alignRight(text, isExecuted ? "executed" : (target.review?.evidence.level ?? "planned"))];
}

function describeStage(stage: StageReport, traces: readonly StatementTrace[]): string {
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
  return steps.length > 0 && steps.every((step) => step.blocks?.every((block) => block.blocks === "nothing") === true)
    ? "blocks nothing"
    : "";
}

function destroyed(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => step.hazards.filter((hazard) => hazard.kind === "deletes-data").map((hazard) => `drops ${hazard.object}`));
}

function renderRows(target: TargetReport): readonly string[] {
  const objects = target.review?.rows.objects ?? [];
  const total = objects.reduce((sum, object) => sum + object.rowsAfter, 0);
  const broken = target.broken.filter((query) => query.after !== "contract").length;
  if (total === 0) return [];
  return [
    `  rows        ${printNumber(total)} equal in ${count(objects.length, "object")}${broken === 0 ? "" : `; ${count(broken, "query", "queries")} of the application break`}`,
  ];
}
