import type { Block, Step } from "../../model/plan.ts";
import type { ReportStage, TargetReport } from "../../model/report.ts";
import type { StatementTrace } from "../../model/review.ts";
import { count, joinAlike, listWords, printDuration } from "../layout.ts";
import { html, type Markup, nothing } from "./markup.ts";

/** The stages side by side in the order of time: what runs, who waits meanwhile, and the gates between them. */
export function renderTimeline(target: TargetReport): Markup {
  if (target.stages.length === 0) return html`<p class="quiet">No stage is planned yet.</p>`;
  const cards = target.stages.flatMap((stage) => [
    ...(stage.gate === null ? [] : [renderGate(stage.gate)]),
    html`<li><h3>${stage.phase}</h3><p class="quiet">${summariseStage(stage)}</p>${renderBlocking(stage, target)}</li>`,
  ]);
  return html`<ol class="timeline">${cards}</ol>`;
}

/** Drawn, not a character: not every font has a sign for a pause. */
const pause: Markup = html`<svg viewBox="0 0 10 10" aria-hidden="true"><rect x="1" y="0" width="3" height="10"/><rect x="6" y="0" width="3" height="10"/></svg>`;

function renderGate(gate: NonNullable<ReportStage["gate"]>): Markup {
  return html`<li class="gate"><h3>${pause} deploy ${gate.application}</h3><p>Nothing after this runs before it is confirmed: ${joinAlike(gate.waitsFor)}.</p></li>`;
}

function summariseStage(stage: ReportStage): string {
  const parts = [
    stage.steps.length === 0 ? "" : count(stage.steps.filter((step) => step.action.kind !== "deploy-gate").length, "step"),
    stage.migrations.length === 0 ? "" : count(stage.migrations.length, "file"),
    stage.jobs.length === 0 ? "" : `${count(stage.jobs.length, "job")}, resumable`,
    stage.state === "pending" ? "waits for its gate" : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

const durations: Readonly<Record<Block["for"], string>> = {
  moment: "for a moment",
  scan: "while every row is read",
  rewrite: "while every row is written anew",
  build: "while an index is built",
  transaction: "until the transaction ends",
};
const waiting = { "reads-and-writes": "reads and writes", writes: "writes", ddl: "other schema changes" } as const;

function renderBlocking(stage: ReportStage, target: TargetReport): Markup {
  const unknown = stage.steps.filter((step) => step.blocks === undefined);
  const items = [
    ...(["reads-and-writes", "writes", "ddl"] as const).flatMap((kind) => groupBlocks(stage.steps, kind)),
    ...(unknown.length === 0
      ? []
      : [
          html`<li class="warn">what ${count(unknown.length, "step")} of it ${unknown.length === 1 ? "blocks" : "block"} is not known</li>`,
        ]),
  ];
  const nobody = html`<ul><li class="good">nobody waits</li></ul>`;
  return html`${items.length === 0 ? nobody : html`<ul>${items}</ul>`}${renderLongest(stage, target)}`;
}

/** One line per object and length of waiting, however many steps make it. */
function groupBlocks(steps: readonly Step[], kind: keyof typeof waiting): readonly Markup[] {
  const blocks = steps.flatMap((step) => (step.blocks ?? []).filter((block) => block.blocks === kind));
  const lengths = [...new Set(blocks.map((block) => block.for))];
  return lengths.map((length) => {
    const own = blocks.filter((block) => block.for === length);
    const level = kind === "ddl" ? "quiet" : length === "moment" ? "" : "warn";
    return html`<li class="${level}">${waiting[kind]} on ${listWords([...new Set(own.map((block) => block.object))])} wait ${durations[length]} <span class="quiet">(${listWords([...new Set(own.map((block) => block.vendorMode))])}${own.length > 1 ? `, ${own.length} times` : ""})</span></li>`;
  });
}

function renderLongest(stage: ReportStage, target: TargetReport): Markup {
  const files = new Set([...stage.migrations, ...stage.jobs].map((file) => lastOf(file.path)));
  const own = target.statements.filter((trace) => files.has(lastOf(trace.file)));
  const holding = own.filter((trace) => trace.blocks.some((block) => block.blocks === "writes" || block.blocks === "reads-and-writes"));
  const longest = holding.reduce<StatementTrace | null>(
    (worst, trace) => (worst === null || trace.durationMs > worst.durationMs ? trace : worst),
    null,
  );
  return longest === null ? nothing : html`<p class="quiet">The longest of them took ${printDuration(longest.durationMs)} here.</p>`;
}

/** A pending file is executed under the name that it will have in the project's folder. */
function lastOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}
