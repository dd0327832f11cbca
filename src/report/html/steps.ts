import type { Evidence } from "../../model/evidence.ts";
import type { Action, Step } from "../../model/plan.ts";
import type { ReportStage, TargetReport } from "../../model/report.ts";
import { describeAction, describeBlocks } from "../plan-text.ts";
import { html, joinMarkup, type Markup, nothing } from "./markup.ts";

/** The stages on a time line: what runs, what it blocks, and the gates between them. */
export function renderTimeline(target: TargetReport): Markup {
  if (target.stages.length === 0) return html`<p class="quiet">No stage is planned yet.</p>`;
  const cards = target.stages.flatMap((stage) => [
    ...(stage.gate === null
      ? []
      : [html`<li class="gate"><strong>⏸ deploy ${stage.gate.application}</strong><br>${stage.gate.waitsFor}</li>`]),
    html`<li><strong>${stage.phase}</strong> <span class="quiet">${summariseStage(stage)}</span>${renderBlocking(stage.steps)}</li>`,
  ]);
  return html`<ol class="timeline">${cards}</ol>`;
}

function summariseStage(stage: ReportStage): string {
  const parts = [
    stage.migrations.length === 0 ? "" : plural(stage.migrations.length, "migration"),
    stage.jobs.length === 0 ? "" : plural(stage.jobs.length, "job"),
    stage.state === "pending" ? "waits for its gate" : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

function renderBlocking(steps: readonly Step[]): Markup {
  const blocking = steps.filter((step) => step.blocks === undefined || step.blocks.some((block) => block.blocks !== "nothing"));
  if (blocking.length === 0) return html`<ul><li class="good">blocks nothing</li></ul>`;
  return html`<ul>${blocking.map((step) => html`<li>${step.summary}: ${describeBlocks(step.blocks)}</li>`)}</ul>`;
}

/** Each step, folded: statement, reverse, hazards and evidence. */
export function renderSteps(target: TargetReport): Markup {
  const stages = target.stages.filter((stage) => stage.steps.length > 0);
  if (stages.length === 0) return html`<p class="quiet">No step is planned yet.</p>`;
  return joinMarkup(stages.map((stage) => html`<h3>${stage.phase}</h3>${stage.steps.map(renderStep)}${renderFiles(stage)}`));
}

function renderStep(step: Step): Markup {
  const hazards = step.hazards.map(
    (hazard) =>
      html`<li class="${hazard.level === "error" ? "bad" : hazard.level === "warning" ? "warn" : "quiet"}">${hazard.kind}: ${hazard.message}</li>`,
  );
  const reverse = step.reverse.flatMap((action) => describeAction(action));
  const { kind, until, loses } = step.reversibility;
  return html`<details><summary><span class="evidence quiet">${step.evidence.level}</span>${step.id} ${step.summary}</summary><div>
${renderAction(step.action)}
<p>${describeBlocks(step.blocks)}. ${limitsOf(step)}</p>${hazards.length === 0 ? nothing : html`<ul>${hazards}</ul>`}
<p><strong>Way back</strong> ${kind}${until === "" ? "" : `, until ${until}`}${loses === "" ? "" : `; loses ${loses}`}</p>${reverse.length === 0 ? nothing : html`<pre>${reverse.join("\n")}</pre>`}
<p class="quiet">${describeEvidence(step.evidence)}</p></div></details>`;
}

function renderAction(action: Action): Markup {
  return html`<pre>${describeAction(action).join("\n")}</pre>`;
}

function limitsOf(step: Step): string {
  const { lockTimeoutMs, statementTimeoutMs } = step.limits;
  const parts = [
    lockTimeoutMs === undefined ? "" : `waits ${lockTimeoutMs} ms for a lock at most`,
    statementTimeoutMs === undefined ? "" : `runs ${statementTimeoutMs} ms at most`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `It ${parts.join(" and ")}.`;
}

function renderFiles(stage: ReportStage): Markup {
  const files = [...stage.migrations, ...stage.jobs].map((file) => file.path);
  return files.length === 0
    ? nothing
    : html`<p class="quiet">Files: ${joinMarkup(
        files.map((file) => html`<code>${file}</code>`),
        ", ",
      )}</p>`;
}

export function describeEvidence(evidence: Evidence): string {
  const facts = evidence.facts.map(({ name, value, unit }) => `${name} ${value}${unit === undefined ? "" : ` ${unit}`}`);
  const parts = [
    evidence.level,
    evidence.server ?? "no server",
    evidence.rows === "none" ? "no rows" : `${evidence.rows} rows`,
    evidence.concurrency === "alone" ? "no other session" : "other sessions at work",
    ...facts,
  ];
  return `${parts.join(" · ")}${evidence.limits === undefined ? "" : ` · not observed: ${evidence.limits}`}`;
}
